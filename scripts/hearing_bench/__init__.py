"""The benchmark of hearing: who says what, in which rooms, and what each listener made of it."""
