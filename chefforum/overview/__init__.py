"""The front desk: reads every app, owns nothing."""
