"""What the lights mean, as long as the municipality has not said it in its own words."""

from collections.abc import Mapping

from budget.workflow import Light

# The minutes define none; the reading is the usual one (domain.md d).
MEANINGS: Mapping[str, str] = {
    Light.GREEN: "gennemført eller efter planen",
    Light.YELLOW: "forsinket eller ændret, men på vej",
    Light.RED: "ikke i gang eller kan ikke nås",
    Light.NONE: "ikke vurderet",
}
ORDER = (Light.GREEN, Light.YELLOW, Light.RED, Light.NONE)
