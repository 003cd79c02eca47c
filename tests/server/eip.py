"""A contract of the Elastic IP operations, written down by hand so that these tests stand on their own."""

from __future__ import annotations

from typing import Any

from docpact.contract.model import (
    Contract,
    ErrorRow,
    Example,
    Layout,
    Operation,
    Parameter,
    Property,
    Response,
    Schema,
    group_errors,
)

STRING = Schema(type="string")
BAD = "Current elastic IP status does not support this operation."
NO_REGION = (404, "Forbidden.RegionNotFound", "Specified region is not found during access authentication.", "RegionId")
NO_EIP = (404, "InvalidAllocationId.NotFound", "Specified allocation ID is not found")
BAD_TYPE = (
    400,
    "InvalidInstanceType.ValueNotSupported",
    "The specified value of InstanceType is not supported.",
    "InstanceType",
)
STATUSES = ("Associating", "Unassociating", "InUse", "Available")


def text(*enum: str, **rules: Any) -> Schema:
    return Schema(type="string", enum=enum, **rules)


def operation(
    name: str, parameters: dict[str, Schema], rows: list[tuple[Any, ...]], answer: dict[str, Schema]
) -> Operation:
    made = [Parameter(name="Action", schema=text(name), required=True)]
    for key, schema in parameters.items():
        wire = key.removesuffix("!")
        layout = Layout.REPEAT if schema.type == "array" else Layout.PLAIN
        made.append(Parameter(name=wire, schema=schema, required=key.endswith("!"), layout=layout))
    errors = tuple(
        ErrorRow(status=row[0], code=row[1], message=row[2], parameter=row[3] if len(row) > 3 else None) for row in rows
    )
    answer = {"RequestId": STRING, **answer}
    return Operation(
        name=name,
        summary=f"{name}, as documented.",
        parameters=tuple(made),
        errors=group_errors(errors),
        response=Response(schema=object_of(answer), xml_root=f"{name}Response", examples=(example(answer),)),
    )


def object_of(members: dict[str, Schema]) -> Schema:
    return Schema(type="object", properties=tuple(Property(name=n, schema=s) for n, s in members.items()))


def array_of(items: Schema) -> Schema:
    return Schema(type="array", items=items)


def example(answer: dict[str, Schema]) -> Example:
    value: dict[str, Any] = {"RequestId": "0ED8D006-F706-4D23-88ED-E11ED28DCAC0"}
    if "AllocationId" in answer:
        value |= {"AllocationId": "eip-25877c70gfdkh", "EipAddress": "123.57.0.206"}
    if "EipAddresses" in answer:
        one = {"AllocationId": "eip-2ze88m67qx5z", "Status": "Available", "RegionId": "cn-beijing"}
        value |= {"EipAddresses": {"EipAddress": one}, "TotalCount": "1", "PageNumber": "1", "PageSize": "10"}
    return Example(media_type="application/json", value=value)


EIP_MEMBERS = (
    "AllocationId AllocationTime Bandwidth BandwidthPackageId BandwidthPackageType ChargeType Descritpion EipBandwidth"
    " ExpiredTime HDMonitorStatus HasReservationData ISP InstanceId InstanceRegionId InstanceType InternetChargeType"
    " IpAddress Name RegionId ReservationActiveTime ReservationBandwidth ReservationInternetChargeType"
    " ReservationOrderType ResourceGroupId Status"
).split()

EIP = object_of(
    dict.fromkeys(EIP_MEMBERS, STRING)
    | {
        "AvailableRegions": object_of({"AvailableRegion": array_of(STRING)}),
        "OperationLocks": object_of({"LockReason": STRING}),
    }
)

ALLOCATE = operation(
    "AllocateEipAddress",
    {
        "RegionId!": STRING,
        "AutoPay": Schema(type="boolean"),
        "Bandwidth": text(default="5"),
        "ClientToken": text(max_length=64),
        "ISP": text("BGP", "ChinaTelecom", "ChinaUnicom", "ChinaMobile", "BGP_FinanceCloud", default="BGP"),
        "InstanceChargeType": text("PostPaid"),
        "InternetChargeType": text("PayByTraffic"),
        "Netmode": text(default="Public"),
        "Period": Schema(type="integer", format="int32"),
        "PricingCycle": STRING,
        "ResourceGroupId": STRING,
    },
    [
        (403, "Forbbiden", "User not authorized to operate on the specified resource."),
        (400, "QuotaExceeded.Eip", "Elastic IP address quota exceeded"),
        (400, "InvalidParameter", 'Specified value of "InternetChargeType" is not valid', "InternetChargeType"),
        (400, "InvalidParameter", 'Specified value of "Bandwidth" is not valid.', "Bandwidth"),
        (400, "QuotaExceeded.Eip", "Elastic IP address quota exceeded."),
        (400, "ReserveIpFail", "Reserve eip failed."),
        (400, "InvalidRegion.NotSupport", "The specified region does not support."),
    ],
    {"EipAddress": STRING, "AllocationId": STRING, "OrderId": Schema(type="integer"), "ResourceGroupId": STRING},
)
ASSOCIATE = operation(
    "AssociateEipAddress",
    {
        "AllocationId!": STRING,
        "InstanceId!": STRING,
        "RegionId!": STRING,
        "InstanceRegionId": STRING,
        "InstanceType": text("Nat", "SlbInstance", "EcsInstance", "NetworkInterface", "HaVip", default="EcsInstance"),
        "Mode": text("NAT", "MULTI_BINDED"),
        "PrivateIpAddress": STRING,
    },
    [
        (400, "InvalidAssociation.Duplicated", "Specified instance already is associated."),
        (400, "OperationDenied", "Specified instance is not in VPC."),
        (400, "InvalidParameter.Mismatch", "Specified elastic IP address and ECS instance are not in the same region."),
        (400, "IncorrectEipStatus", "Current elastic IP status does not support this operation"),
        (404, "InvalidInstanId.NotFound", "Specified instance does not exist."),
        (400, "IncorrectInstanceStatus", "Current instance status does not support this operation."),
        BAD_TYPE,
        (
            400,
            "IncorrectHaVipStatus",
            "HaVip can be operated by this action only when it's status is Available or InUse.",
        ),
        (400, "InvalidParameter", "The specified parameter is not valid."),
        (400, "OperationDenied", "Eip of default vpc not allow this operation"),
        (400, "Forbbiden", "The eip instance owener error"),
        (400, "InvalidBindingStatus", "The eip binding status invalid."),
        (400, "BIND_INSTANCE_HAVE_PORTMAP_OR_BIND_EIP", "The instance may have portMap or already bind eip."),
        (400, "BIND_INSTANCE_OWENER_ERROR", "Cannot operate the eip."),
        NO_EIP,
        (400, "InvalidParams.NotFound", "instance not found"),
    ],
    {},
)
DESCRIBE = operation(
    "DescribeEipAddresses",
    {
        "RegionId!": STRING,
        "AllocationId": STRING,
        "AssociatedInstanceId": STRING,
        "AssociatedInstanceType": text("EcsInstance", "SlbInstance", "Nat", "HaVip"),
        "ChargeType": text("PostPaid"),
        "EipAddress": STRING,
        "Filter": array_of(object_of({"Key": STRING, "Value": STRING})),
        "ISP": STRING,
        "IncludeReservationData": Schema(type="boolean", default=False),
        "LockReason": text("financial", "security"),
        "PageNumber": Schema(type="integer", format="int32", default=1, minimum=1),
        "PageSize": Schema(type="integer", format="int32", default=10, minimum=1, maximum=50),
        "ResourceGroupId": STRING,
        "Status": text(*STATUSES),
    },
    [
        NO_REGION,
        (404, "InvalidFilterKey.NotFound", ""),
        (404, "InvalidFilterValue", ""),
        (404, "InvalidLockReason.NotFound", "The specified LockReason is not found", "LockReason"),
        (
            400,
            "InvalidIAssociatedInstanceType.ValueNotSupported",
            "The specified value of AssociatedInstanceType is not supported.",
            "AssociatedInstanceType",
        ),
        (400, "InvalidChargeType.ValueNotSupported", "The specified ChargeType is not supported.", "ChargeType"),
    ],
    {
        "EipAddresses": object_of({"EipAddress": array_of(EIP)}),
        "TotalCount": Schema(type="integer"),
        "PageNumber": Schema(type="integer"),
        "PageSize": Schema(type="integer"),
    },
)
MODIFY = operation(
    "ModifyEipAddressAttribute",
    {
        "AllocationId!": STRING,
        "RegionId!": STRING,
        "Bandwidth": STRING,
        "Description": text(min_length=2, max_length=256, pattern=r"(?!https?://)[A-Za-z][\s\S]*"),
        "Name": text(min_length=2, max_length=128, pattern=r"(?!https?://)[A-Za-z][0-9A-Za-z._-]*"),
    },
    [
        (400, "InsufficientBalance.Eip", "Your account does not have enough balance."),
        NO_EIP,
        (400, "InvalidParameter", 'Specified value of "Bandwidth" is not supported.', "Bandwidth"),
        (500, "InternalError", "The request processing has failed due to some unknown error."),
        (400, "IncorrectEipStatus", BAD),
        (404, "InvalidAllocationId.NotFound", "Specified allocation ID is not found.."),
        (400, "InvalidParameter", "The parameter is invalid."),
        NO_REGION,
    ],
    {},
)
RELEASE = operation(
    "ReleaseEipAddress",
    {"AllocationId!": STRING, "RegionId!": STRING},
    [
        NO_EIP,
        (400, "IncorrectEipStatus", BAD),
        (500, "InternalError", "The request processing has failed due to some unknown error."),
        NO_REGION,
        (400, "Forbidden.ChargeTypeIsPrepaid", "It's forbidden to release a prepaid EIP"),
        (400, "Forbbiden", "The eip instance owener error"),
        (400, "TaskConflict.AssociateGlobalAccelerationInstance", "Operate too frequent."),
    ],
    {},
)
UNASSOCIATE = operation(
    "UnassociateEipAddress",
    {
        "AllocationId!": STRING,
        "InstanceId!": STRING,
        "RegionId!": STRING,
        "InstanceType": text("EcsInstance", "SlbInstance", "Nat", "HaVip", default="EcsInstance"),
    },
    [
        (400, "IncorrectEipStatus", BAD),
        (400, "InvalidInstanceId.NotFound", "Specified instance does not exist."),
        (400, "IncorrectInstanceStatus", "The current status of instance does not support this operation."),
        BAD_TYPE,
        (
            400,
            "IncorrectHaVipStatus",
            "This operation is denied because status of the specified HaVip is neither Available nor InUse.",
        ),
        (400, "OperationDenied", "Eip of default vpc not allow this operation"),
        NO_REGION,
        (400, "InvalidParameter", "The specified parameter is not valid."),
        (400, "Forbbiden", "The eip instance owener error"),
        (400, "InvalidBindingStatus", "The eip binding status invalid."),
    ],
    {},
)

CONTRACT = Contract(
    title="Vpc",
    version="2016-04-28",
    operations=(ALLOCATE, ASSOCIATE, DESCRIBE, MODIFY, UNASSOCIATE, RELEASE),
    common_errors=(
        ErrorRow(status=400, code="Missing{Param}", message="{Param} is mandatory for this action."),
        ErrorRow(status=404, code="InvalidAccessKeyId.NotFound", message="Specified access key is not found."),
    ),
)
