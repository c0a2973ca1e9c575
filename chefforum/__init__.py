"""The house: settings, the floors that all subject apps stand on, and the front desk."""
