// The vendor's current Node package: V3 signature, parameters in the query of a POST.
const vpc = require("@alicloud/vpc20160428");
const { Config } = require("@alicloud/openapi-client");

const [endpoint, accessKeyId, accessKeySecret] = process.argv.slice(2);
const client = new vpc.default(new Config({ accessKeyId, accessKeySecret, endpoint, protocol: "http", regionId: "cn-hangzhou" }));
const regionId = "cn-hangzhou";

async function main() {
  const made = (await client.allocateEipAddress(new vpc.AllocateEipAddressRequest({ regionId, bandwidth: "7" }))).body;
  const eips = async (more) =>
    (await client.describeEipAddresses(new vpc.DescribeEipAddressesRequest({ regionId, pageSize: 50, ...more }))).body;
  const listed = await eips({ allocationId: made.allocationId });
  const associate = new vpc.AssociateEipAddressRequest({
    regionId, allocationId: made.allocationId, instanceId: "ngw-demo", instanceType: "Nat",
  });
  const bound = (await client.associateEipAddress(associate)).body;
  let error = {};
  try {
    await client.associateEipAddress(associate);
  } catch (caught) {
    error = caught;
  }
  const filter = [new vpc.DescribeEipAddressesRequestFilter({ key: "Name", value: "nobody" })];
  const eip = listed.eipAddresses.eipAddress;
  console.log(JSON.stringify({
    address: made.eipAddress,
    request_id: Boolean(bound.requestId),
    listed: eip.map((each) => each.ipAddress),
    total: listed.totalCount,
    filtered: (await eips({ filter })).totalCount,
    status: eip[0].status,
    bandwidth: eip[0].bandwidth,
    error: [error.statusCode ?? error.data?.statusCode, error.code],
    message: error.message,
  }));
}

main();
