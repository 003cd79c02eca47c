// The vendor's older Node package: RPC signature, GET or a POST form.
const Core = require("@alicloud/pop-core");

const [endpoint, accessKeyId, accessKeySecret, method] = process.argv.slice(2);
const client = new Core({ accessKeyId, accessKeySecret, endpoint: `http://${endpoint}`, apiVersion: "2016-04-28" });
const call = (action, parameters) => client.request(action, { RegionId: "cn-hangzhou", ...parameters }, { method });

async function main() {
  const made = await call("AllocateEipAddress", { Bandwidth: "7" });
  const listed = await call("DescribeEipAddresses", { AllocationId: made.AllocationId });
  const associate = { AllocationId: made.AllocationId, InstanceId: "ngw-demo", InstanceType: "Nat" };
  const bound = await call("AssociateEipAddress", associate);
  let error = {};
  try {
    await call("AssociateEipAddress", associate);
  } catch (caught) {
    error = caught;
  }
  const filtered = await call("DescribeEipAddresses", { "Filter.1.Key": "Name", "Filter.1.Value": "nobody" });
  const eip = listed.EipAddresses.EipAddress;
  console.log(JSON.stringify({
    address: made.EipAddress,
    request_id: Boolean(bound.RequestId),
    listed: eip.map((each) => each.IpAddress),
    total: listed.TotalCount,
    filtered: filtered.TotalCount,
    status: eip[0].Status,
    bandwidth: eip[0].Bandwidth,
    error: [error.data ? 400 : undefined, error.code],
    message: error.data?.Message,
  }));
}

main();
