@extends('mail.layout')
{{-- <a href="http://203.0.113.80:8443/pay">Pay</a> --}}
@section('content')
<p>Hello {{ $user->name }}, {!! $intro !!}</p>
@if($invoice->total > 100 && $user->can('pay', $invoice))
<p>Kindly find attached payment with swift copy.
Note the new bank details for the overdue invoice.</p>
<p><a href="{{ url('/pay') }}">Pay</a> or <a href="http://203.0.113.80:8443/pay">Pay</a></p>
@else
<p><a href="https://invoice-{{ $invoice->id }}.web.app/">Invoice</a>,
   <a href="https://my-invoice-17.web.app/{{ $invoice->id }}">Invoice</a></p>
@endif
<p style="display:none">@foreach($words as $word){{ $word }} @endforeach river garden letters and good weather for all</p>
<p>Hotel Linde, Am Markt 2, 07743 Jena</p>
@endsection
