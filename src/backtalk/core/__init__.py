"""The exercise coach as pure functions of events and time: no clock, thread, file or device."""
