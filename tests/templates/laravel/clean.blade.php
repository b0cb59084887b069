{{-- Sent by App\Mail\BookingConfirmed; @include is not needed here --}}
@php($nights = $booking->nights())
<!doctype html>
<html lang="{{ str_replace('_', '-', app()->getLocale()) }}">
<head><meta charset="utf-8"><title>@lang('mail.booking', ['number' => $booking->number])</title></head>
<body style="margin:0;background:#f5f2ee">
<table role="presentation" width="600" align="center" style="background:#ffffff;font-family:Arial,sans-serif">
  <tr><td style="padding:24px">
    <img src="{{ asset('img/logo.png') }}" alt="{{ config('app.name') }}" width="120" height="40">
    <p>Dear {{ $booking->guest->name ?? 'guest' }},</p>
    <p>your room is booked for {{ $nights }} {{ trans_choice('mail.nights', $nights) }}
       @if($booking->breakfast && count($booking->guests) > 1), breakfast for everybody included @elseif($booking->breakfast), breakfast included @endif.</p>
    @foreach($booking->guests as $guest)
    <p>{{ $loop->iteration }}. {{ $guest->name }}@unless($loop->last);@endunless</p>
    @endforeach
    @empty($booking->note)
    <p>You can tell us about allergies until the day before.</p>
    @endempty
    <p><a href="{{ route('bookings.show', ['booking' => $booking, 'token' => $token]) }}">See or change your booking</a></p>
    {!! $house->directions !!}
  </td></tr>
  <tr><td style="padding:24px;font-size:12px;color:#6d665c">
    Hotel Linde, Am Markt 2, 07743 Jena · write to stay@linde.example
  </td></tr>
</table>
</body>
</html>
