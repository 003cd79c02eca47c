"""The six Elastic IP operations once more: plain WSGI, written from the pages and the protocol sheet alone.

It shares no code with docpact, and where the pages leave room it takes other roads than the reference does: it checks
parameters before signatures, knows no V3, invents codes where none is documented. A case that fails here is a false alarm.
"""

import base64
import hashlib
import hmac
import itertools
import json
import re
import threading
import time
import uuid
from calendar import timegm
from urllib.parse import parse_qsl, quote
from xml.sax.saxutils import escape

KEYS = {"testid": "testsecret"}
REGIONS = ("cn-hangzhou", "cn-beijing")
LETTERS = "A-Za-z\u4e00-\u9fff"

REQUIRED = {
    "AllocateEipAddress": ["RegionId"],
    "AssociateEipAddress": ["AllocationId", "InstanceId", "RegionId"],
    "DescribeEipAddresses": ["RegionId"],
    "ModifyEipAddressAttribute": ["AllocationId", "RegionId"],
    "UnassociateEipAddress": ["AllocationId", "InstanceId", "RegionId"],
    "ReleaseEipAddress": ["AllocationId", "RegionId"],
}
COMMON = ["Version", "AccessKeyId", "Signature", "SignatureMethod", "Timestamp", "SignatureVersion", "SignatureNonce"]


class Refused(Exception):
    def __init__(self, status, code, message):
        super().__init__(code)
        self.status, self.code, self.message = status, code, message


def encode(text):
    return quote(text, safe="~")


class World:
    """Everything that exists. One lock around every call: the simplest thing that cannot lose an update."""

    def __init__(self):
        self.lock = threading.RLock()
        self.eips = {}
        self.instances = {}
        self.nonces = set()
        self.tokens = {}
        self.numbers = itertools.count(1)

    def new_eip(self, region="cn-hangzhou", owner="me", **fields):
        number = next(self.numbers)
        eip = {
            "AllocationId": f"eip-{number:08d}",
            "IpAddress": f"203.0.{number // 250}.{number % 250 + 1}",
            "Status": "Available",
            "RegionId": region,
            "ChargeType": "PostPaid",
            "InternetChargeType": "PayByTraffic",
            "Bandwidth": "5",
            "ISP": "BGP",
            "InstanceId": "",
            "InstanceType": "",
            "AllocationTime": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "ResourceGroupId": "rg-default",
            "owner": owner,
            "ready": 0.0,
            **fields,
        }
        self.eips[eip["AllocationId"]] = eip
        return eip

    def new_instance(self, kind="EcsInstance", **fields):
        prefix = {"EcsInstance": "i", "SlbInstance": "lb", "Nat": "ngw", "NetworkInterface": "eni", "HaVip": "havip"}[
            kind
        ]
        instance = {
            "id": f"{prefix}-{next(self.numbers):08d}",
            "kind": kind,
            "status": "Running",
            "vpc": True,
            **fields,
        }
        instance = {"region": "cn-hangzhou", **instance}
        self.instances[instance["id"]] = instance
        return instance

    def settle(self, eip):
        if eip["ready"] and time.time() >= eip["ready"]:
            eip["ready"] = 0.0
            if eip["Status"] == "Associating":
                eip["Status"] = "InUse"
            elif eip["Status"] == "Unassociating":
                eip.update(Status="Available", InstanceId="", InstanceType="")
        return eip

    # ------------------------------------------------------------------------------------ operations

    def find(self, given, region_error=True):
        if given["RegionId"] not in REGIONS and region_error:
            raise Refused(
                404, "Forbidden.RegionNotFound", "Specified region is not found during access authentication."
            )
        eip = self.eips.get(given["AllocationId"])
        if eip is None:
            raise Refused(404, "InvalidAllocationId.NotFound", "Specified allocation ID is not found")
        if eip["owner"] != "me":
            raise Refused(400, "Forbbiden", "The eip instance owener error")
        return self.settle(eip)

    def AllocateEipAddress(self, given):
        if given["RegionId"] not in REGIONS:
            raise Refused(400, "InvalidRegion.NotSupport", "The specified region does not support.")
        if not given.get("Bandwidth", "5").isdigit() or not 1 <= int(given.get("Bandwidth", "5")) <= 500:
            raise Refused(400, "InvalidParameter", 'Specified value of "Bandwidth" is not valid.')
        if given.get("InternetChargeType", "PayByTraffic") != "PayByTraffic":
            raise Refused(400, "InvalidParameter", 'Specified value of "InternetChargeType" is not valid')
        for name in ("AutoPay", "Period"):
            if name in given and not re.fullmatch("true|false" if name == "AutoPay" else r"\d+", given[name]):
                raise Refused(400, f"Invalid{name}.Malformed", "bad value")
        if given.get("InstanceChargeType", "PostPaid") != "PostPaid":
            raise Refused(400, "InvalidInstanceChargeType", "only PostPaid")
        if len(given.get("ClientToken", "x")) not in range(1, 65):
            raise Refused(400, "InvalidClientToken", "1 to 64")
        eip = self.new_eip(given["RegionId"], Bandwidth=given.get("Bandwidth", "5"))
        return {"AllocationId": eip["AllocationId"], "EipAddress": eip["IpAddress"]}

    def AssociateEipAddress(self, given):
        kind = given.get("InstanceType", "EcsInstance")
        if kind not in ("EcsInstance", "SlbInstance", "Nat", "NetworkInterface", "HaVip"):
            code = "InvalidInstanceType.ValueNotSupported"
            raise Refused(400, code, "The specified value of InstanceType is not supported.")
        if given.get("Mode", "NAT") not in ("NAT", "MULTI_BINDED"):
            raise Refused(400, "InvalidMode", "no such mode")
        eip = self.find(given, region_error=False)
        target = self.instances.get(given["InstanceId"])
        if target is None or target["kind"] != kind:
            raise Refused(404, "InvalidInstanId.NotFound", "Specified instance does not exist.")
        if target["region"] != eip["RegionId"]:
            message = "Specified elastic IP address and ECS instance are not in the same region."
            raise Refused(400, "InvalidParameter.Mismatch", message)
        if not target["vpc"]:
            raise Refused(400, "OperationDenied", "Specified instance is not in VPC.")
        if eip.get("default_vpc"):
            raise Refused(400, "OperationDenied", "Eip of default vpc not allow this operation")
        if eip["Status"] != "Available":
            raise Refused(400, "IncorrectEipStatus", "Current elastic IP status does not support this operation")
        if target["status"] == "Starting":
            message = "Current instance status does not support this operation."
            raise Refused(400, "IncorrectInstanceStatus", message)
        if kind != "Nat" and any(e["InstanceId"] == target["id"] for e in self.eips.values()):
            raise Refused(400, "InvalidAssociation.Duplicated", "Specified instance already is associated.")
        eip.update(Status="Associating", InstanceId=target["id"], InstanceType=kind, ready=time.time() + 0.2)
        return {}

    def UnassociateEipAddress(self, given):
        kind = given.get("InstanceType", "EcsInstance")
        if kind not in ("EcsInstance", "SlbInstance", "Nat", "HaVip"):
            code = "InvalidInstanceType.ValueNotSupported"
            raise Refused(400, code, "The specified value of InstanceType is not supported.")
        eip = self.find(given)
        if given["InstanceId"] not in self.instances:
            raise Refused(400, "InvalidInstanceId.NotFound", "Specified instance does not exist.")
        if eip["Status"] != "InUse":
            raise Refused(400, "IncorrectEipStatus", "Current elastic IP status does not support this operation.")
        if eip["InstanceId"] != given["InstanceId"]:
            raise Refused(400, "InvalidBindingStatus", "The eip binding status invalid.")
        eip.update(Status="Unassociating", ready=time.time() + 0.2)
        return {}

    def ReleaseEipAddress(self, given):
        eip = self.find(given)
        if eip["Status"] != "Available":
            raise Refused(400, "IncorrectEipStatus", "Current elastic IP status does not support this operation.")
        del self.eips[eip["AllocationId"]]
        return {}

    def ModifyEipAddressAttribute(self, given):
        eip = self.find(given)
        bandwidth = given.get("Bandwidth", "1")
        if not bandwidth.isdigit() or int(bandwidth) < 1:
            raise Refused(400, "InvalidParameter", 'Specified value of "Bandwidth" is not supported.')
        name, text = given.get("Name"), given.get("Description")
        bad = name is not None and not re.fullmatch(rf"(?!https?://)[{LETTERS}][{LETTERS}0-9._-]{{1,127}}", name)
        bad = bad or (text is not None and not re.fullmatch(rf"(?s)(?!https?://)[{LETTERS}].{{1,255}}", text))
        if bad:
            raise Refused(400, "InvalidParameter", "The parameter is invalid.")
        if eip["Status"] in ("Associating", "Unassociating"):
            raise Refused(400, "IncorrectEipStatus", "Current elastic IP status does not support this operation.")
        shown = {"Name": "Name", "Description": "Descritpion", "Bandwidth": "Bandwidth"}
        eip.update({field: given[name] for name, field in shown.items() if name in given})
        return {}

    def DescribeEipAddresses(self, given):
        if given["RegionId"] not in REGIONS:
            raise Refused(
                404, "Forbidden.RegionNotFound", "Specified region is not found during access authentication."
            )
        if given.get("AssociatedInstanceType", "Nat") not in ("EcsInstance", "SlbInstance", "Nat", "HaVip"):
            code = "InvalidIAssociatedInstanceType.ValueNotSupported"
            raise Refused(400, code, "The specified value of AssociatedInstanceType is not supported.")
        if given.get("LockReason", "security") not in ("financial", "security"):
            raise Refused(404, "InvalidLockReason.NotFound", "The specified LockReason is not found")
        if given.get("ChargeType", "PostPaid") not in ("PostPaid", "Postpaid"):
            raise Refused(400, "InvalidChargeType.ValueNotSupported", "The specified ChargeType is not supported.")
        if given.get("Status", "InUse") not in ("Associating", "Unassociating", "InUse", "Available"):
            raise Refused(400, "InvalidStatus", "no such status")
        if given.get("IncludeReservationData", "true").lower() not in ("true", "false"):
            raise Refused(400, "InvalidIncludeReservationData", "true or false")
        for number in ("1", "2"):
            if given.get(f"Filter.{number}.Key", "Name") not in (
                "Name",
                "Description",
                "Filter.1.Name",
                "Filter.2.Description",
            ):
                raise Refused(404, "InvalidFilterKey.NotFound", "")
            if f"Filter.{number}.Key" in given and f"Filter.{number}.Value" not in given:
                raise Refused(404, "InvalidFilterValue", "")
        page, size = given.get("PageNumber", "1"), given.get("PageSize", "10")
        if not page.isdigit() or not size.isdigit() or int(page) < 1 or not 1 <= int(size) <= 50:
            raise Refused(400, "InvalidPaging", "bad page")
        found = [
            self.settle(eip)
            for eip in self.eips.values()
            if eip["owner"] == "me" and eip["RegionId"] == given["RegionId"]
        ]
        for parameter, field in (
            ("AllocationId", "AllocationId"),
            ("EipAddress", "IpAddress"),
            ("Status", "Status"),
            ("AssociatedInstanceId", "InstanceId"),
            ("AssociatedInstanceType", "InstanceType"),
            ("ISP", "ISP"),
            ("ResourceGroupId", "ResourceGroupId"),
        ):
            if parameter in given:
                found = [eip for eip in found if eip[field] == given[parameter]]
        field = {"Name": "Name", "Description": "Descritpion"}
        for number in ("1", "2"):
            if given.get(f"Filter.{number}.Key") in field:
                wanted = given[f"Filter.{number}.Value"]
                found = [eip for eip in found if eip.get(field[given[f"Filter.{number}.Key"]]) == wanted]
        if "LockReason" in given:
            found = []
        start = (int(page) - 1) * int(size)
        shown = [{k: v for k, v in eip.items() if k[0].isupper()} for eip in found[start : start + int(size)]]
        for eip in shown:
            eip["AvailableRegions"] = {"AvailableRegion": [eip["RegionId"]]}
        return {
            "EipAddresses": {"EipAddress": shown},
            "TotalCount": len(found),
            "PageNumber": int(page),
            "PageSize": int(size),
        }


class Application:
    """The WSGI application: `POST /states` arranges, everything else is an operation."""

    def __init__(self):
        self.world = World()

    def __call__(self, environ, start_response):
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length).decode("utf-8", "replace") if length else ""
        if environ["PATH_INFO"] == "/states":
            return self.states(json.loads(body), start_response)
        pairs = parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)
        pairs += parse_qsl(body, keep_blank_values=True)
        given = dict(pairs)
        request_id = str(uuid.uuid4()).upper()
        name, root = given.get("Action", ""), "Error"
        try:
            status, answer = 200, self.answer(environ, name, given, pairs)
            root = f"{name}Response"
        except Refused as error:
            status = error.status
            answer = {"HostId": environ["HTTP_HOST"].split(":")[0], "Code": error.code, "Message": error.message}
        answer = {"RequestId": request_id, **answer}
        if given.get("Format", "JSON") == "XML":
            kind, text = (
                "text/xml;charset=utf-8",
                f"<?xml version='1.0' encoding='UTF-8'?><{root}>{xml(answer)}</{root}>",
            )
        else:
            kind, text = "application/json;charset=utf-8", json.dumps(answer)
        data = text.encode()
        headers = [("Content-Type", kind), ("Content-Length", str(len(data))), ("x-acs-request-id", request_id)]
        start_response(f"{status} x", headers)
        return [data]

    def answer(self, environ, name, given, pairs):
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "POST"):
            raise Refused(403, "UnsupportedHTTPMethod", "This http method is not supported.")
        if not name:
            raise Refused(400, "MissingAction", "Action is mandatory for this action.")
        if name not in REQUIRED:
            raise Refused(
                404, "InvalidAction.NotFound", "Specified api is not found, please check your url and method."
            )
        for parameter in COMMON + REQUIRED[name]:
            if not given.get(parameter):
                raise Refused(400, f"Missing{parameter}", f"{parameter} is mandatory for this action.")
        if given["Version"] != "2016-04-28":
            raise Refused(400, "InvalidVersion", "Specified parameter Version is not valid.")
        if given["SignatureMethod"] != "HMAC-SHA1" or given["SignatureVersion"] != "1.0":
            message = "The request signature does not conform to Alibaba Cloud standards."
            raise Refused(400, "IncompleteSignature", message)
        try:
            then = timegm(time.strptime(given["Timestamp"], "%Y-%m-%dT%H:%M:%SZ"))
        except ValueError:
            message = "Specified time stamp or date value is not well formatted."
            raise Refused(400, "InvalidTimeStamp.Format", message) from None
        if abs(time.time() - then) > 900:
            raise Refused(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.")
        secret = KEYS.get(given["AccessKeyId"])
        if secret is None:
            raise Refused(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.")
        canonical = "&".join(f"{encode(n)}={encode(v)}" for n, v in sorted(pairs) if n != "Signature")
        digest = hmac.new(f"{secret}&".encode(), f"{method}&%2F&{encode(canonical)}".encode(), hashlib.sha1).digest()
        if base64.b64encode(digest).decode() != given["Signature"]:
            message = "Specified signature is not matched with our calculation."
            raise Refused(400, "SignatureDoesNotMatch", f"{message} server string to sign is:{canonical}")
        with self.world.lock:
            if given["SignatureNonce"] in self.world.nonces:
                raise Refused(400, "SignatureNonceUsed", "Specified signature nonce was used already.")
            self.world.nonces.add(given["SignatureNonce"])
            own = {n: v for n, v in given.items() if n not in (*COMMON, "Action", "Format", "ClientToken")}
            token = given.get("ClientToken")
            if token in self.world.tokens and token is not None:
                earlier, answer = self.world.tokens[token]
                if earlier != own:
                    raise Refused(400, "IdempotentParameterMismatch", "The token was used for another request.")
                return answer
            if token is not None:
                own["ClientToken"] = token
            answer = getattr(self.world, name)(own)
            if token is not None:
                self.world.tokens[token] = ({n: v for n, v in own.items() if n != "ClientToken"}, answer)
            return answer

    def states(self, asked, start_response):
        """The state URL: it knows the states below, and says so of the others."""
        with self.world.lock:
            arrange = STATES.get(asked["state"])
            made = arrange(self.world) if arrange else None
        data = json.dumps({"parameters": made} if made else {"error": "no such state"}).encode()
        start_response(
            "200 OK" if made else "404 Not Found",
            [("Content-Type", "application/json"), ("Content-Length", str(len(data)))],
        )
        return [data]


def pair(eip, instance):
    return {"RegionId": eip["RegionId"], "AllocationId": eip["AllocationId"], "InstanceId": instance["id"]}


def in_use(world, kind="EcsInstance", **fields):
    instance = world.new_instance(kind)
    return pair(world.new_eip(Status="InUse", InstanceId=instance["id"], InstanceType=kind, **fields), instance)


def three(world):
    in_use(world)
    world.new_eip()
    world.new_eip()
    return {"RegionId": "cn-hangzhou"}


STATES = {
    "an account that may allocate EIPs": lambda w: {"RegionId": "cn-hangzhou"},
    "a region that does not offer EIPs": lambda w: {"RegionId": "xx-nowhere-1"},
    "an available EIP": lambda w: {"RegionId": "cn-hangzhou", "AllocationId": w.new_eip()["AllocationId"]},
    "an EIP id that nobody has": lambda w: {"RegionId": "cn-hangzhou", "AllocationId": "eip-nobody"},
    "an EIP of another account": lambda w: {
        "RegionId": "cn-hangzhou",
        "AllocationId": w.new_eip(owner="you")["AllocationId"],
    },
    "an account with three EIPs, one of them in use": three,
    "a region that does not exist": lambda w: {"RegionId": "xx-nowhere-1"},
    "an EIP that is being associated": lambda w: pair(
        w.new_eip(Status="Associating", ready=time.time() + 5), w.new_instance()
    ),
    "an available EIP and a running ECS instance in the same region": lambda w: pair(w.new_eip(), w.new_instance()),
    "an available EIP and a stopped ECS instance in the same region": lambda w: pair(
        w.new_eip(), w.new_instance(status="Stopped")
    ),
    "an available EIP and an SLB instance in the same region": lambda w: pair(
        w.new_eip(), w.new_instance("SlbInstance")
    ),
    "an available EIP and a NAT gateway in the same region": lambda w: pair(w.new_eip(), w.new_instance("Nat")),
    "an available EIP and an available HAVIP in the same region": lambda w: pair(w.new_eip(), w.new_instance("HaVip")),
    "an available EIP and a network interface in the same region": lambda w: pair(
        w.new_eip(), w.new_instance("NetworkInterface")
    ),
    "an available EIP and an ECS instance of the classic network": lambda w: pair(
        w.new_eip(), w.new_instance(vpc=False)
    ),
    "an available EIP and an ECS instance in another region": lambda w: pair(
        w.new_eip(), w.new_instance(region="cn-beijing")
    ),
    "an available EIP and an instance id that nobody has": lambda w: {
        **pair(w.new_eip(), w.new_instance()),
        "InstanceId": "i-nobody",
    },
    "an available EIP and an ECS instance that is starting": lambda w: pair(
        w.new_eip(), w.new_instance(status="Starting")
    ),
    "an EIP of the default VPC and a running ECS instance": lambda w: pair(
        w.new_eip(default_vpc=True), w.new_instance()
    ),
    "an EIP of another account and a running ECS instance": lambda w: pair(w.new_eip(owner="you"), w.new_instance()),
    "an EIP id that nobody has and a running ECS instance": lambda w: {
        **pair(w.new_eip(), w.new_instance()),
        "AllocationId": "eip-nobody",
    },
    "an available EIP and an ECS instance that has an EIP already": lambda w: pair(
        w.new_eip(), {"id": in_use(w)["InstanceId"]}
    ),
    "an EIP in use by an ECS instance": in_use,
    "an EIP in use by an SLB instance": lambda w: in_use(w, "SlbInstance"),
    "an EIP in use by a NAT gateway": lambda w: in_use(w, "Nat"),
    "an EIP in use by an HAVIP": lambda w: in_use(w, "HaVip"),
    "an EIP in use, and an instance id that nobody has": lambda w: {**in_use(w), "InstanceId": "i-nobody"},
    "an EIP in use, and another running ECS instance without an EIP": lambda w: {
        **in_use(w),
        "InstanceId": w.new_instance()["id"],
    },
}


def xml(value):
    if isinstance(value, dict):
        parts = []
        for name, item in value.items():
            for one in item if isinstance(item, list) else [item]:
                parts.append(f"<{name}>{xml(one)}</{name}>")
        return "".join(parts)
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "?", escape(str(value)))
