"""The worker's app with a renderer that does what hostile or unlucky papers do, by the title of the document."""

import os
import signal
import time

from chefforum.celery import app
from chefforum.documents import render

to_pdf = render.to_pdf


def poisoned(paper, template, title, created):
    if "DRÆBER" in title:
        os.kill(os.getpid(), signal.SIGKILL)
    if "HÆNGER" in title:
        time.sleep(600)
    if "FYLDER" in title:
        bytearray(50_000_000_000)
    return to_pdf(paper, template, title, created)


render.to_pdf = poisoned

__all__ = ["app"]
