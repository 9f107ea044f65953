"""Jobs that try what no job may: see test_sandbox.py."""
