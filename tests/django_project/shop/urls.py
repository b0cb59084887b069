"""The pages of the shop."""

from django.urls import path

from shop import views

urlpatterns = [path("sign-up/", views.sign_up), path("campaign/", views.campaign)]
