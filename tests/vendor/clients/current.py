"""The vendor's current Python package: V3 signature, parameters in the query of a POST."""

import json
import sys

from alibabacloud_tea_openapi.models import Config
from alibabacloud_vpc20160428 import models
from alibabacloud_vpc20160428.client import Client
from Tea.exceptions import TeaException

endpoint, key_id, secret = sys.argv[1:]
client = Client(Config(key_id, secret, endpoint=endpoint, protocol="http", region_id="cn-hangzhou"))


def eips(**more):
    request = models.DescribeEipAddressesRequest(region_id="cn-hangzhou", page_size=50, **more)
    return client.describe_eip_addresses(request).body


made = client.allocate_eip_address(models.AllocateEipAddressRequest(region_id="cn-hangzhou", bandwidth="7")).body
listed = eips(allocation_id=made.allocation_id)
associate = models.AssociateEipAddressRequest(
    region_id="cn-hangzhou", allocation_id=made.allocation_id, instance_id="ngw-demo", instance_type="Nat"
)
bound = client.associate_eip_address(associate).body
filters = [models.DescribeEipAddressesRequestFilter(key="Name", value="nobody")]
try:
    client.associate_eip_address(associate)
    code = message = status = None
except TeaException as error:
    code, message, status = error.code, error.message, error.statusCode
print(
    json.dumps(
        {
            "address": made.eip_address,
            "request_id": bool(bound.request_id),
            "listed": [eip.ip_address for eip in listed.eip_addresses.eip_address],
            "total": listed.total_count,
            "filtered": eips(filter=filters).total_count,
            "status": listed.eip_addresses.eip_address[0].status,
            "bandwidth": listed.eip_addresses.eip_address[0].bandwidth,
            "error": [status, code],
            "message": message,
        }
    )
)
