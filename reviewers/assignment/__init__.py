"""Who judges what: one problem, four objectives, each plan with the bound it was compared with."""
