"""Names of departments and posts are the same name however »og« and capitals are written."""

import pytest

from chefforum.danish import name_key


@pytest.mark.parametrize("name", ["Økonomi & Stab", "økonomi og stab", "ØKONOMI  OG\u00a0STAB", "Økonomi&Stab"])
def test_spellings_of_one_name_have_one_key(name):
    assert name_key(name) == "økonomi og stab"
