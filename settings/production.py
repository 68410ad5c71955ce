"""Production. Filled by the settings below; see docs/operations.md."""

from settings import env
from settings.base import *

SECRET_KEY = env.required("SECRET_KEY", "50 random characters or more")
