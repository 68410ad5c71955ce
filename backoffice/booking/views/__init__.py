"""The séance and what is done with it: pages and dialogs, each act calling one service."""
