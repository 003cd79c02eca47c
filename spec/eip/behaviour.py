"""Elastic IP, as its pages say: the reference implementation that `docpact serve` runs.

It also shows how an implementation is written. The server has done everything before a method is called: the
signature is right, the parameters are there, typed and within their documented values. What is left is
what the service does, in four parts: what it keeps (`Eip`, `Target`, `Account`), the operations, what they have in
common, and the states that a conformance run may ask for (`states.yaml` says which state goes with which case).

Changes take time: an EIP is `Associating` or `Unassociating` for `TRANSITION` seconds of the server's clock. By hand,
any account can use the targets `i-demo`, `lb-demo`, `ngw-demo`, `eni-demo` and `havip-demo` in cn-hangzhou.
"""

from __future__ import annotations

import ipaddress
import secrets
import string
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from eip_server import ApiError, Call, Clock, Credential, Given, Handlers, Store, state
from eip_server.operations.allocate_eip_address import (
    AllocateEipAddressAnswer,
    AllocateEipAddressRequest,
    AllocateEipAddressRow,
)
from eip_server.operations.associate_eip_address import (
    AssociateEipAddressAnswer,
    AssociateEipAddressRequest,
    AssociateEipAddressRow,
)
from eip_server.operations.describe_eip_addresses import (
    DescribeEipAddressesAnswer,
    DescribeEipAddressesEipAddress,
    DescribeEipAddressesRequest,
    DescribeEipAddressesRow,
)
from eip_server.operations.modify_eip_address_attribute import (
    ModifyEipAddressAttributeAnswer,
    ModifyEipAddressAttributeRequest,
    ModifyEipAddressAttributeRow,
)
from eip_server.operations.release_eip_address import (
    ReleaseEipAddressAnswer,
    ReleaseEipAddressRequest,
    ReleaseEipAddressRow,
)
from eip_server.operations.unassociate_eip_address import (
    UnassociateEipAddressAnswer,
    UnassociateEipAddressRequest,
    UnassociateEipAddressRow,
)

TRANSITION = 0.5
QUOTA = 1000
RENEWED_AFTER = 30 * 86400.0
REGION, OTHER_REGION, FULL_REGION, REGION_WITHOUT_EIPS = "cn-hangzhou", "cn-beijing", "cn-full-1", "cn-bare-1"
REGIONS = frozenset(
    "cn-hangzhou cn-beijing cn-shanghai cn-shenzhen cn-qingdao cn-zhangjiakou cn-huhehaote cn-hongkong"
    " ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-5 ap-south-1 ap-northeast-1"
    " us-east-1 us-west-1 eu-central-1 eu-west-1 me-east-1".split()
) | {FULL_REGION, REGION_WITHOUT_EIPS}
BANDWIDTHS = range(1, 501)  # Mbit/s
ADDRESSES = ipaddress.ip_network("198.18.0.0/15")  # set aside for tests: nobody is reached by one of these
ANYONE = "*"

# How many EIPs a target takes, and the statuses in which it takes one. A network interface takes one for each of its
# private addresses.
CAPACITY = {"EcsInstance": 1, "SlbInstance": 1, "HaVip": 1, "Nat": 20, "NetworkInterface": 20}
READY = {
    "EcsInstance": ("Running", "Stopped"),
    "SlbInstance": ("active",),
    "HaVip": ("Available", "InUse"),
    "Nat": ("Available",),
    "NetworkInterface": ("Available", "InUse"),
}
PREFIX = {"EcsInstance": "i", "SlbInstance": "lb", "HaVip": "havip", "Nat": "ngw", "NetworkInterface": "eni"}


# ------------------------------------------------------------------------------------------ what is kept


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who calls. The key id is the name of the account."""

    id: str
    secret: str = ""
    may_allocate: bool = True
    quota: int = QUOTA
    solvent: bool = True


@dataclass(frozen=True, slots=True)
class Target:
    """A cloud resource that an EIP can be associated with. `block` is the CIDR block of its vSwitch."""

    id: str
    account: str
    type: str
    region_id: str = REGION
    status: str = "Running"
    in_vpc: bool = True
    block: str = "192.168.0.0/24"
    address: str = "192.168.0.10"
    port_mapped: bool = False


@dataclass(frozen=True, slots=True)
class Eip:
    """An elastic IP address.

    `due` is when the change that is under way ends; without it, `Associating` and `Unassociating` last for ever.
    `renewal` is the kind of an order that has not taken effect yet.
    """

    allocation_id: str
    account: str
    ip_address: str
    allocated: float
    region_id: str = REGION
    status: str = "Available"
    due: float | None = None
    instance_id: str = ""
    instance_type: str = ""
    instance_region_id: str = ""
    private_address: str = ""
    mode: str = ""
    name: str = ""
    description: str = ""
    bandwidth: str = "5"
    isp: str = "BGP"
    charge_type: str = "PostPaid"
    internet_charge_type: str = "PayByTraffic"
    resource_group_id: str = ""
    lock_reason: str = ""
    renewal: str = ""
    of_default_vpc: bool = False
    binding_incomplete: bool = False
    accelerating: bool = False
    unreadable: bool = False

    def at(self, now: float) -> Eip:
        """The EIP as it is by then: a change that was due is done."""
        if self.due is None or now < self.due:
            return self
        if self.status == "Associating":
            return replace(self, status="InUse", due=None)
        return self.free()

    def free(self) -> Eip:
        """The EIP without its association."""
        return replace(
            self,
            status="Available",
            due=None,
            instance_id="",
            instance_type="",
            instance_region_id="",
            private_address="",
            mode="",
        )


class _Filter(Protocol):
    """What the request has for `Filter.N.Key` and `Filter.N.Value`."""

    @property
    def key(self) -> str | None: ...
    @property
    def value(self) -> str | None: ...


class ElasticIp(Handlers):
    """The service."""

    def __init__(self, store: Store | None = None, clock: Clock | None = None) -> None:
        super().__init__(store, clock)
        self.accounts = self.store.table(Account, key="id")
        self.targets = self.store.table(Target, key="id")
        self.eips = self.store.table(Eip, key="allocation_id", index=("account", "instance_id", "ip_address"))
        with self.store.transaction():
            for kind, prefix in PREFIX.items():
                if self.targets.get(f"{prefix}-demo") is None:
                    self.targets.put(Target(f"{prefix}-demo", ANYONE, kind, status=READY[kind][0]))

    def credential(self, key_id: str) -> Credential | None:
        account = self.accounts.get(key_id)
        return Credential(account.id, account.secret) if account is not None else None

    # -------------------------------------------------------------------------------------- the operations

    def allocate_eip_address(
        self, call: Call[AllocateEipAddressRow], request: AllocateEipAddressRequest
    ) -> AllocateEipAddressAnswer:
        account = self.accounts.get(call.account) or Account(call.account)
        if not account.may_allocate:
            raise call.error("Forbbiden")
        if request.internet_charge_type not in (None, "PayByTraffic"):
            raise call.error("InvalidParameter")
        if not _is_bandwidth(request.bandwidth or "5"):
            raise call.error("InvalidParameter#2")
        if request.region_id not in REGIONS - {REGION_WITHOUT_EIPS}:
            raise call.error("InvalidRegion.NotSupport")
        if request.region_id == FULL_REGION:
            raise call.error("ReserveIpFail")
        if len(self.eips.select(account=call.account)) >= account.quota:
            raise call.error("QuotaExceeded.Eip")
        eip = self._new_eip(
            call.account,
            region_id=request.region_id,
            bandwidth=request.bandwidth or "5",
            isp=request.isp or "BGP",
            resource_group_id=request.resource_group_id or "",
        )
        answer: AllocateEipAddressAnswer = {"EipAddress": eip.ip_address, "AllocationId": eip.allocation_id}
        if eip.resource_group_id:
            answer["ResourceGroupId"] = eip.resource_group_id
        return answer

    def associate_eip_address(
        self, call: Call[AssociateEipAddressRow], request: AssociateEipAddressRequest
    ) -> AssociateEipAddressAnswer:
        eip = self._eip(request.allocation_id, call.now)
        kind = request.instance_type or "EcsInstance"
        if eip is None or eip.region_id != request.region_id:
            raise call.error("InvalidAllocationId.NotFound")
        if eip.account != call.account:
            raise call.error("Forbbiden")
        if eip.of_default_vpc:
            raise call.error("OperationDenied#2")
        if eip.binding_incomplete:
            raise call.error("InvalidBindingStatus")
        if eip.status != "Available":
            raise call.error("IncorrectEipStatus")
        target = self.targets.get(request.instance_id)
        if target is None or target.type != kind:
            raise call.error(
                "InvalidInstanId.NotFound" if kind in ("EcsInstance", "SlbInstance") else "InvalidParams.NotFound"
            )
        if target.account not in (call.account, ANYONE):
            raise call.error("BIND_INSTANCE_OWENER_ERROR")
        if not target.in_vpc:
            raise call.error("OperationDenied")
        if not target.region_id == eip.region_id == (request.instance_region_id or eip.region_id):
            raise call.error("InvalidParameter.Mismatch")
        if target.status not in READY[kind]:
            raise call.error("IncorrectHaVipStatus" if kind == "HaVip" else "IncorrectInstanceStatus")
        if target.port_mapped:
            raise call.error("BIND_INSTANCE_HAVE_PORTMAP_OR_BIND_EIP")
        bound = self._bound_to(target.id, call.now)
        if len(bound) >= CAPACITY[kind]:
            raise call.error("InvalidAssociation.Duplicated")
        mode = (request.mode or "NAT") if kind == "NetworkInterface" else ""
        if any(other.mode != mode for other in bound):
            raise call.error("InvalidBindingStatus")
        address = _private_address(target, bound, request.private_ip_address)
        if address is None:
            raise call.error("InvalidParameter")
        if kind == "NetworkInterface" and any(other.private_address == address for other in bound):
            raise call.error("InvalidAssociation.Duplicated")
        self.eips.put(
            replace(
                eip,
                status="Associating",
                due=call.now + TRANSITION,
                instance_id=target.id,
                instance_type=kind,
                instance_region_id=target.region_id,
                private_address=address,
                mode=mode,
            )
        )
        return {}

    def describe_eip_addresses(
        self, call: Call[DescribeEipAddressesRow], request: DescribeEipAddressesRequest
    ) -> DescribeEipAddressesAnswer:
        if request.region_id not in REGIONS:
            raise call.error("Forbidden.RegionNotFound")
        wanted = [("region_id", request.region_id), *_filters(call, request.filter or ())]
        # Not `request`: there a type that was not given is the documented default, and would hide all others.
        given = call.given.get
        for value, member in (
            (given("AllocationId"), "allocation_id"),
            (given("AssociatedInstanceId"), "instance_id"),
            (given("AssociatedInstanceType"), "instance_type"),
            (given("EipAddress"), "ip_address"),
            (given("ISP"), "isp"),
            (given("LockReason"), "lock_reason"),
            (given("ResourceGroupId"), "resource_group_id"),
            (given("Status"), "status"),
        ):
            if value:
                wanted.append((member, value))
        if given("ChargeType"):
            wanted.append(("charge_type", "PostPaid"))  # spelled Postpaid on this page, and the only one that it knows
        mine = (eip.at(call.now) for eip in self.eips.select(account=call.account))
        found = [eip for eip in mine if all(getattr(eip, member) == value for member, value in wanted)]
        number, size = max(request.page_number or 1, 1), min(max(request.page_size or 10, 1), 50)
        page = found[(number - 1) * size : number * size]
        with_renewal = bool(request.include_reservation_data)
        return {
            "EipAddresses": {"EipAddress": [_shown(eip, with_renewal) for eip in page]},
            "TotalCount": len(found),
            "PageNumber": number,
            "PageSize": size,
        }

    def modify_eip_address_attribute(
        self, call: Call[ModifyEipAddressAttributeRow], request: ModifyEipAddressAttributeRequest
    ) -> ModifyEipAddressAttributeAnswer:
        if request.region_id not in REGIONS:
            raise call.error("Forbidden.RegionNotFound")
        eip = self._eip(request.allocation_id, call.now)
        if eip is None or eip.account != call.account or eip.region_id != request.region_id:
            raise call.error("InvalidAllocationId.NotFound")
        if eip.unreadable:
            raise call.error("InternalError")
        if request.bandwidth is not None and not _is_bandwidth(request.bandwidth):
            raise call.error("InvalidParameter")
        if eip.status not in ("Available", "InUse"):
            raise call.error("IncorrectEipStatus")
        account = self.accounts.get(call.account) or Account(call.account)
        if request.bandwidth is not None and int(request.bandwidth) > int(eip.bandwidth) and not account.solvent:
            raise call.error("InsufficientBalance.Eip")
        self.eips.put(
            replace(
                eip,
                bandwidth=request.bandwidth or eip.bandwidth,
                name=request.name or eip.name,
                description=request.description or eip.description,
            )
        )
        return {}

    def unassociate_eip_address(
        self, call: Call[UnassociateEipAddressRow], request: UnassociateEipAddressRequest
    ) -> UnassociateEipAddressAnswer:
        if request.region_id not in REGIONS:
            raise call.error("Forbidden.RegionNotFound")
        eip = self._eip(request.allocation_id, call.now)
        if eip is None or eip.region_id != request.region_id:
            # This page documents no row for it; the others agree on this one.
            raise ApiError(404, "InvalidAllocationId.NotFound", "Specified allocation ID is not found")
        if eip.account != call.account:
            raise call.error("Forbbiden")
        if eip.of_default_vpc:
            raise call.error("OperationDenied")
        if eip.status != "InUse":
            raise call.error("IncorrectEipStatus")
        target = self.targets.get(request.instance_id)
        if target is None:
            raise call.error("InvalidInstanceId.NotFound")
        if target.id != eip.instance_id:
            raise call.error("InvalidBindingStatus")
        if call.given.get("InstanceType", eip.instance_type) != eip.instance_type:
            raise call.error("InvalidParameter")
        if target.status not in READY[target.type]:
            raise call.error("IncorrectHaVipStatus" if target.type == "HaVip" else "IncorrectInstanceStatus")
        self.eips.put(replace(eip, status="Unassociating", due=call.now + TRANSITION))
        return {}

    def release_eip_address(
        self, call: Call[ReleaseEipAddressRow], request: ReleaseEipAddressRequest
    ) -> ReleaseEipAddressAnswer:
        if request.region_id not in REGIONS:
            raise call.error("Forbidden.RegionNotFound")
        eip = self._eip(request.allocation_id, call.now)
        if eip is None or eip.region_id != request.region_id:
            raise call.error("InvalidAllocationId.NotFound")
        if eip.account != call.account:
            raise call.error("Forbbiden")
        if eip.unreadable:
            raise call.error("InternalError")
        if eip.accelerating:
            raise call.error("TaskConflict.AssociateGlobalAccelerationInstance")
        if eip.charge_type == "PrePaid":
            raise call.error("Forbidden.ChargeTypeIsPrepaid")
        if eip.status != "Available":
            raise call.error("IncorrectEipStatus")
        self.eips.delete(eip.allocation_id)
        return {}

    # -------------------------------------------------------------------------------------- in common

    def _eip(self, allocation_id: str, now: float) -> Eip | None:
        eip = self.eips.get(allocation_id)
        return eip.at(now) if eip is not None else None

    def _bound_to(self, instance_id: str, now: float) -> list[Eip]:
        """The EIPs that a target has, or that are on their way to or from it."""
        bound = (eip.at(now) for eip in self.eips.select(instance_id=instance_id))
        return [eip for eip in bound if eip.instance_id]

    def _new_eip(self, account: str, **members: Any) -> Eip:
        address = str(ADDRESSES[secrets.randbelow(ADDRESSES.num_addresses)])
        while self.eips.select(ip_address=address):
            address = str(ADDRESSES[secrets.randbelow(ADDRESSES.num_addresses)])
        eip = Eip(_id("eip"), account, address, self.clock.now(), **members)
        self.eips.put(eip)
        return eip

    def _new_target(self, account: str, kind: str = "EcsInstance", **members: Any) -> Target:
        target = Target(_id(PREFIX[kind]), account, kind, **{"status": READY[kind][0], **members})
        self.targets.put(target)
        return target

    # -------------------------------------------------------------------------------------- the states

    # Every state gets an account of its own, so that cases do not meet, however many run at once.

    def _new_account(self, **members: Any) -> Account:
        account = Account(_id("LTAI"), secrets.token_hex(15), **members)
        self.accounts.put(account)
        return account

    def _given(self, account: Account, eip: Eip | None = None, target: Target | None = None, **more: str) -> Given:
        parameters = {"RegionId": eip.region_id if eip is not None else REGION}
        if eip is not None:
            parameters["AllocationId"] = eip.allocation_id
        if target is not None:
            parameters["InstanceId"] = target.id
        return Given({**parameters, **more}, Credential(account.id, account.secret))

    def _pair(self, kind: str = "EcsInstance", eip: dict[str, Any] | None = None, **members: Any) -> Given:
        """An EIP and a target of one account."""
        account = self._new_account()
        return self._given(
            account, self._new_eip(account.id, **(eip or {})), self._new_target(account.id, kind, **members)
        )

    def _in_use(self, kind: str = "EcsInstance", eip: dict[str, Any] | None = None, **members: Any) -> Given:
        """An EIP that is associated with a target of the same account."""
        account = self._new_account()
        target = self._new_target(account.id, kind, **members)
        return self._given(account, self._new_eip(account.id, **{**_association(target), **(eip or {})}), target)

    @state("an account that may allocate EIPs")
    @state("an account without EIPs")
    def _account(self) -> Given:
        return self._given(self._new_account())

    @state("an account with a resource group that may allocate EIPs")
    def _account_with_group(self) -> Given:
        return self._given(self._new_account(), ResourceGroupId=_id("rg"))

    @state("an account without the permission to allocate EIPs")
    def _account_without_permission(self) -> Given:
        return self._given(self._new_account(may_allocate=False))

    @state("an account whose quota of EIPs is used up")
    def _quota_used_up(self) -> Given:
        account = self._new_account(quota=1)
        self._new_eip(account.id)
        return self._given(account)

    @state("a region that has no free public address left")
    def _full_region(self) -> Given:
        return self._given(self._new_account(), RegionId=FULL_REGION)

    @state("a region that does not offer EIPs")
    def _region_without_eips(self) -> Given:
        return self._given(self._new_account(), RegionId=REGION_WITHOUT_EIPS)

    @state("a region that does not exist")
    def _no_region(self) -> Given:
        return self._given(self._new_account(), RegionId="xx-nowhere-1")

    @state("an available EIP and a running ECS instance in the same region")
    def _pair_ecs(self) -> Given:
        return self._pair()

    @state("an available EIP and a stopped ECS instance in the same region")
    def _pair_stopped(self) -> Given:
        return self._pair(status="Stopped")

    @state("an available EIP and an SLB instance in the same region")
    def _pair_slb(self) -> Given:
        return self._pair("SlbInstance")

    @state("an available EIP and a NAT gateway in the same region")
    def _pair_nat(self) -> Given:
        return self._pair("Nat")

    @state("an available EIP and a NAT gateway that has an EIP already")
    def _pair_shared_nat(self) -> Given:
        account = self._new_account()
        target = self._new_target(account.id, "Nat")
        self._new_eip(account.id, **_association(target))
        return self._given(account, self._new_eip(account.id), target)

    @state("an available EIP and an available HAVIP in the same region")
    def _pair_havip(self) -> Given:
        return self._pair("HaVip")

    @state("an available EIP and a network interface in the same region")
    def _pair_interface(self) -> Given:
        return self._pair("NetworkInterface")

    @state("an available EIP and a network interface with a free private address")
    def _pair_interface_address(self) -> Given:
        account = self._new_account()
        eip, target = self._new_eip(account.id), self._new_target(account.id, "NetworkInterface")
        return self._given(account, eip, target, InstanceRegionId=target.region_id, PrivateIpAddress="192.168.0.20")

    @state("an available EIP and an ECS instance that has an EIP already")
    def _pair_taken(self) -> Given:
        account = self._new_account()
        target = self._new_target(account.id)
        self._new_eip(account.id, **_association(target))
        return self._given(account, self._new_eip(account.id), target)

    @state("an available EIP and an ECS instance of the classic network")
    def _pair_classic(self) -> Given:
        return self._pair(in_vpc=False)

    @state("an available EIP and an ECS instance in another region")
    def _pair_elsewhere(self) -> Given:
        return self._pair(region_id=OTHER_REGION)

    @state("an EIP that is being associated")
    def _associating(self) -> Given:
        return self._in_use(eip={"status": "Associating"})

    @state("an EIP that is being unassociated")
    def _unassociating(self) -> Given:
        return self._in_use(eip={"status": "Unassociating"})

    @state("an available EIP and an instance id that nobody has")
    def _no_target(self) -> Given:
        account = self._new_account()
        return self._given(account, self._new_eip(account.id), InstanceId=_id("i"))

    @state("an available EIP and an ECS instance that is starting")
    def _pair_starting(self) -> Given:
        return self._pair(status="Starting")

    @state("an available EIP and an HAVIP that is being associated")
    def _pair_busy_havip(self) -> Given:
        return self._pair("HaVip", status="Associating")

    @state("an EIP of the default VPC and a running ECS instance")
    def _default_vpc(self) -> Given:
        return self._pair(eip={"of_default_vpc": True})

    @state("an EIP of another account and a running ECS instance")
    def _foreign_eip_and_target(self) -> Given:
        account = self._new_account()
        return self._given(account, self._new_eip(self._new_account().id), self._new_target(account.id))

    @state("an EIP of another account")
    def _foreign_eip(self) -> Given:
        return self._given(self._new_account(), self._new_eip(self._new_account().id))

    @state("an EIP of another account in use by an ECS instance")
    def _foreign_eip_in_use(self) -> Given:
        account, other = self._new_account(), self._new_account()
        target = self._new_target(account.id)
        return self._given(account, self._new_eip(other.id, **_association(target)), target)

    @state("an EIP whose last association was left incomplete")
    def _incomplete(self) -> Given:
        return self._pair(eip={"binding_incomplete": True})

    @state("an available EIP and an ECS instance with a port mapping")
    def _port_mapped(self) -> Given:
        return self._pair(port_mapped=True)

    @state("an available EIP and an ECS instance of another account")
    def _foreign_target(self) -> Given:
        account = self._new_account()
        return self._given(account, self._new_eip(account.id), self._new_target(self._new_account().id))

    @state("an EIP id that nobody has and a running ECS instance")
    def _no_eip_but_target(self) -> Given:
        account = self._new_account()
        return self._given(account, target=self._new_target(account.id), AllocationId=_id("eip"))

    @state("an EIP id that nobody has")
    def _no_eip(self) -> Given:
        return self._given(self._new_account(), AllocationId=_id("eip"))

    @state("an account with three EIPs, one of them in use")
    def _three(self) -> Given:
        account = self._new_account()
        self._new_eip(account.id, **_association(self._new_target(account.id)))
        self._new_eip(account.id, name="second")
        self._new_eip(account.id, name="third")
        return self._given(account)

    @state("a locked EIP in use by an ECS instance, with a name, a resource group and a renewal to come")
    def _everything(self) -> Given:
        account = self._new_account()
        target = self._new_target(account.id)
        eip = self._new_eip(
            account.id,
            name="web-front",
            description="Front of the web servers",
            lock_reason="financial",
            renewal="RENEWCHANGE",
            resource_group_id=_id("rg"),
            **_association(target),
        )
        filters = {"Filter.1.Value": eip.name, "Filter.2.Value": eip.description}
        return self._given(
            account,
            eip,
            None,
            AssociatedInstanceId=target.id,
            EipAddress=eip.ip_address,
            ResourceGroupId=eip.resource_group_id,
            **filters,
        )

    @state("an available EIP")
    def _available(self) -> Given:
        account = self._new_account()
        return self._given(account, self._new_eip(account.id))

    @state("an available EIP of an account without balance")
    def _insolvent(self) -> Given:
        account = self._new_account(solvent=False)
        return self._given(account, self._new_eip(account.id))

    @state("an available EIP that was paid for in advance")
    def _prepaid(self) -> Given:
        account = self._new_account()
        return self._given(account, self._new_eip(account.id, charge_type="PrePaid"))

    @state("an EIP that is being associated with a Global Acceleration instance")
    def _accelerating(self) -> Given:
        account = self._new_account()
        return self._given(account, self._new_eip(account.id, accelerating=True))

    @state("an EIP whose record the service cannot read")
    def _unreadable(self) -> Given:
        account = self._new_account()
        return self._given(account, self._new_eip(account.id, unreadable=True))

    @state("an EIP in use by an ECS instance")
    def _in_use_ecs(self) -> Given:
        return self._in_use()

    @state("an EIP in use by an SLB instance")
    def _in_use_slb(self) -> Given:
        return self._in_use("SlbInstance")

    @state("an EIP in use by a NAT gateway")
    def _in_use_nat(self) -> Given:
        return self._in_use("Nat")

    @state("an EIP in use by an HAVIP")
    def _in_use_havip(self) -> Given:
        return self._in_use("HaVip")

    @state("an EIP in use by an ECS instance that is starting")
    def _in_use_starting(self) -> Given:
        return self._in_use(status="Starting")

    @state("an EIP in use by an HAVIP that is being unassociated")
    def _in_use_busy_havip(self) -> Given:
        return self._in_use("HaVip", status="Unassociating")

    @state("an EIP of the default VPC in use by an ECS instance")
    def _in_use_default_vpc(self) -> Given:
        return self._in_use(eip={"of_default_vpc": True})

    @state("an EIP in use, and an instance id that nobody has")
    def _in_use_no_target(self) -> Given:
        account = self._new_account()
        eip = self._new_eip(account.id, **_association(self._new_target(account.id)))
        return self._given(account, eip, InstanceId=_id("i"))

    @state("an EIP in use, and another running ECS instance without an EIP")
    def _in_use_other_target(self) -> Given:
        account = self._new_account()
        eip = self._new_eip(account.id, **_association(self._new_target(account.id)))
        return self._given(account, eip, self._new_target(account.id))


# ------------------------------------------------------------------------------------------ small rules


def _id(prefix: str) -> str:
    return f"{prefix}-bp1{''.join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(17))}"


def _association(target: Target) -> dict[str, str]:
    """What an EIP in use by the target has."""
    return {
        "status": "InUse",
        "instance_id": target.id,
        "instance_type": target.type,
        "instance_region_id": target.region_id,
        "private_address": target.address,
        "mode": "NAT" if target.type == "NetworkInterface" else "",
    }


def _private_address(target: Target, bound: list[Eip], wanted: str | None) -> str | None:
    """The private address that the EIP stands for: the one wanted, or one that is free. None where there is none."""
    block = ipaddress.ip_network(target.block)
    if wanted is not None:
        try:
            return wanted if ipaddress.ip_address(wanted) in block else None
        except ValueError:
            return None
    if target.type != "NetworkInterface":
        return target.address
    taken = {eip.private_address for eip in bound}
    return next((a for a in (target.address, *map(str, block.hosts())) if a not in taken), None)


def _is_bandwidth(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6 and int(text) in BANDWIDTHS


def _filters(call: Call[DescribeEipAddressesRow], filters: Sequence[_Filter]) -> list[tuple[str, str]]:
    """The members of an EIP that the filters want, with their values."""
    members = {"Name": "name", "Description": "description"}
    wanted = []
    for each in filters:
        if each.key not in members:
            raise call.error("InvalidFilterKey.NotFound")
        if not each.value:
            raise call.error("InvalidFilterValue")
        wanted.append((members[each.key], each.value))
    return wanted


def _shown(eip: Eip, with_renewal: bool) -> DescribeEipAddressesEipAddress:
    """The EIP as an answer shows it, misspelt as it is documented."""
    shown: DescribeEipAddressesEipAddress = {
        "AllocationId": eip.allocation_id,
        "AllocationTime": _time(eip.allocated),
        "AvailableRegions": {"AvailableRegion": [eip.region_id]},
        "Bandwidth": eip.bandwidth,
        "BandwidthPackageId": "",
        "BandwidthPackageType": "",
        "ChargeType": eip.charge_type,
        "Descritpion": eip.description,
        "EipBandwidth": eip.bandwidth,
        "ExpiredTime": "",
        "HDMonitorStatus": "false",
        "HasReservationData": "false",
        "ISP": eip.isp,
        "InstanceId": eip.instance_id,
        "InstanceRegionId": eip.instance_region_id,
        "InstanceType": eip.instance_type,
        "InternetChargeType": eip.internet_charge_type,
        "IpAddress": eip.ip_address,
        "Name": eip.name,
        "OperationLocks": {"LockReason": eip.lock_reason} if eip.lock_reason else {},
        "RegionId": eip.region_id,
        "ResourceGroupId": eip.resource_group_id,
        "Status": eip.status,
    }
    if with_renewal and eip.renewal:
        shown["HasReservationData"] = "true"
        shown["ReservationActiveTime"] = _time(eip.allocated + RENEWED_AFTER)
        shown["ReservationBandwidth"] = eip.bandwidth
        shown["ReservationInternetChargeType"] = eip.internet_charge_type
        shown["ReservationOrderType"] = eip.renewal
    return shown


def _time(moment: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment))
