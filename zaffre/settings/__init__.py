"""One frozen Settings struct, from TOML and the environment."""
