"""Rules and parameters as data: drafts written in the admin, revisions that never change, scenarios, trials, publication and return."""
