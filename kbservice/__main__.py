"""`python -m kbservice`: the command where its script is not on the path."""

from kbservice.cli import main

main(prog_name="kbservice")
