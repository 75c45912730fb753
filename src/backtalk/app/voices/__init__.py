"""A person's own way of saying the stop words: enrolment and what was learnt."""
