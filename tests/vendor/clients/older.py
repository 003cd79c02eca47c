"""The vendor's older Python package: RPC signature, everything in the query of a POST."""

import json
import sys

from aliyunsdkcore.acs_exception.exceptions import ServerException
from aliyunsdkcore.auth.credentials import AccessKeyCredential
from aliyunsdkcore.client import AcsClient
from aliyunsdkvpc.request.v20160428.AllocateEipAddressRequest import AllocateEipAddressRequest
from aliyunsdkvpc.request.v20160428.AssociateEipAddressRequest import AssociateEipAddressRequest
from aliyunsdkvpc.request.v20160428.DescribeEipAddressesRequest import DescribeEipAddressesRequest

endpoint, key_id, secret = sys.argv[1:]
client = AcsClient(region_id="cn-hangzhou", credential=AccessKeyCredential(key_id, secret), auto_retry=False)


def call(kind, **members):
    request = kind()
    request.set_endpoint(endpoint)
    request.set_protocol_type("http")
    request.set_accept_format("json")
    for name, value in members.items():
        getattr(request, f"set_{name}")(value)
    return json.loads(client.do_action_with_exception(request))


made = call(AllocateEipAddressRequest, Bandwidth="7")
listed = call(DescribeEipAddressesRequest, AllocationId=made["AllocationId"])
bound = call(AssociateEipAddressRequest, AllocationId=made["AllocationId"], InstanceId="ngw-demo", InstanceType="Nat")
try:
    call(AssociateEipAddressRequest, AllocationId=made["AllocationId"], InstanceId="ngw-demo", InstanceType="Nat")
    code = message = status = None
except ServerException as error:
    code, message, status = error.get_error_code(), error.get_error_msg(), error.get_http_status()
eip = listed["EipAddresses"]["EipAddress"]
print(
    json.dumps(
        {
            "address": made["EipAddress"],
            "request_id": bool(bound["RequestId"]),
            "listed": [each["IpAddress"] for each in eip],
            "total": listed["TotalCount"],
            "filtered": call(DescribeEipAddressesRequest, Filter1Key="Name", Filter1Value="nobody")["TotalCount"],
            "status": eip[0]["Status"],
            "bandwidth": eip[0]["Bandwidth"],
            "error": [status, code],
            "message": message,
        }
    )
)
