"""What is judged: the form, the conditions, the rubric and the procedure of a region, as data."""
