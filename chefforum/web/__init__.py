"""The shell of every page: login, errors, security policy, components and Danish filters."""
