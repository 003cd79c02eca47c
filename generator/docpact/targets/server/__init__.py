"""The server target: an ASGI application that answers a contract, and the skeleton of an implementation.

`facts` cuts the contract down to what a server needs to know at run time, `views` makes the typed requests and
answers that an implementer sees; the runtime under `templates/server/_runtime/` is copied as it is.
"""

from docpact.targets.server.plan import ServerTarget

__all__ = ["ServerTarget"]
