"""What every room stands on: errors, settings, log, clock, ids, retry, rate, text, codec, faults."""
