"""A state URL for an implementation that you already have, in forty lines of plain WSGI.

`world` is whatever your implementation keeps its things in; here it has `new_eip` and `new_instance`.
"""

import json

STATES = {}


def state(name):
    """Registers a function that makes a state and gives the request parameters that meet it."""
    return lambda arrange: STATES.setdefault(name, arrange)


@state("an available EIP")
def available(world):
    return {"RegionId": "cn-hangzhou", "AllocationId": world.new_eip()["AllocationId"]}


@state("an EIP in use by an ECS instance")
def in_use(world):
    target = world.new_instance()["id"]
    eip = world.new_eip(Status="InUse", InstanceId=target, InstanceType="EcsInstance")
    return {"RegionId": "cn-hangzhou", "AllocationId": eip["AllocationId"], "InstanceId": target}


@state("an EIP id that nobody has")
def nobody(world):
    return {"RegionId": "cn-hangzhou", "AllocationId": "eip-nobody"}


class StateUrl:
    """Answers `POST /states` and leaves everything else to the application."""

    def __init__(self, application, world):
        self.application, self.world = application, world

    def __call__(self, environ, start_response):
        if (environ["REQUEST_METHOD"], environ["PATH_INFO"]) != ("POST", "/states"):
            return self.application(environ, start_response)
        asked = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        arrange = STATES.get(asked["state"])
        answer = {"parameters": arrange(self.world)} if arrange else {"error": "I cannot arrange this state"}
        body = json.dumps(answer).encode()
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        start_response("200 OK" if arrange else "404 Not Found", headers)
        return [body]
