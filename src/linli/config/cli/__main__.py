import sys

from linli.config.cli import main

sys.exit(main())
