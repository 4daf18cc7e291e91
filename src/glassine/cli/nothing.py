"""What is said where nothing is kept of a message that somebody asks for."""

NOTHING = (
    "nothing is kept of that UUID or Message-ID; it may be mistyped, or older than "
    "[privacy] keep_events and keep_traces, or it was refused before its Message-ID "
    "came; look by address: glassine events --to ADDRESS --since 2d"
)
