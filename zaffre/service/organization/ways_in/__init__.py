"""How people come in: by invitation, by application, by signing up."""
