"""What `./dev` calls inside the environment: the suite, the checks, the locks. No logic of the product."""
