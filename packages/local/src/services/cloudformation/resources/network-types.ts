import type { Json } from "../json.ts";
import type { NetworkType } from "./network-resource.ts";
import type { ResourceRequest } from "./provider.ts";

const id = (_request: ResourceRequest, physicalId: string): Json => physicalId;
const property =
  (name: string, fallback: Json = "") =>
  ({ properties }: ResourceRequest): Json =>
    properties[name] ?? fallback;

/**
 * The types of EC2 that templates of clusters use. Source: CloudFormation Template Reference, the page of each type.
 * An id that AWS makes of several parts (a rule, an attachment) is made of them here too.
 */
export const networkTypes: readonly NetworkType[] = [
  {
    type: "AWS::EC2::VPC",
    id: "vpc",
    properties: {
      CidrBlock: "replace",
      EnableDnsHostnames: "update",
      EnableDnsSupport: "update",
      InstanceTenancy: "update",
    },
    required: ["CidrBlock"],
    attributes: {
      CidrBlock: property("CidrBlock"),
      CidrBlockAssociations: (_, physicalId) => [`vpc-cidr-assoc-${physicalId.slice(4)}`],
      DefaultNetworkAcl: (_, physicalId) => `acl-${physicalId.slice(4)}`,
      DefaultSecurityGroup: (_, physicalId) => `sg-${physicalId.slice(4)}`,
      Ipv6CidrBlocks: () => [],
      VpcId: id,
    },
    taggable: true,
  },
  {
    type: "AWS::EC2::Subnet",
    id: "subnet",
    properties: {
      AvailabilityZone: "replace",
      CidrBlock: "replace",
      MapPublicIpOnLaunch: "update",
      VpcId: "replace",
    },
    required: ["VpcId", "CidrBlock"],
    attributes: {
      AvailabilityZone: property("AvailabilityZone"),
      CidrBlock: property("CidrBlock"),
      Ipv6CidrBlocks: () => [],
      NetworkAclAssociationId: (_, physicalId) => `aclassoc-${physicalId.slice(7)}`,
      SubnetId: id,
      VpcId: property("VpcId"),
    },
    taggable: true,
  },
  {
    type: "AWS::EC2::InternetGateway",
    id: "igw",
    properties: {},
    attributes: { InternetGatewayId: id },
    taggable: true,
  },
  {
    type: "AWS::EC2::VPCGatewayAttachment",
    id: ({ properties }) =>
      `${"InternetGatewayId" in properties ? "IGW" : "VGW"}|${String(properties["VpcId"])}`,
    properties: { InternetGatewayId: "update", VpcId: "replace", VpnGatewayId: "update" },
    required: ["VpcId"],
    attributes: { AttachmentType: ({ properties }) => ("InternetGatewayId" in properties ? "IGW" : "VGW") },
  },
  {
    type: "AWS::EC2::RouteTable",
    id: "rtb",
    properties: { VpcId: "replace" },
    required: ["VpcId"],
    attributes: { RouteTableId: id },
    taggable: true,
  },
  {
    type: "AWS::EC2::Route",
    id: ({ properties }) =>
      `${String(properties["RouteTableId"])}|${String(properties["DestinationCidrBlock"] ?? properties["DestinationIpv6CidrBlock"])}`,
    properties: {
      DestinationCidrBlock: "replace",
      DestinationIpv6CidrBlock: "replace",
      GatewayId: "update",
      NatGatewayId: "update",
      RouteTableId: "replace",
      VpcEndpointId: "update",
      VpcPeeringConnectionId: "update",
    },
    required: ["RouteTableId"],
    attributes: { CidrBlock: property("DestinationCidrBlock") },
  },
  {
    type: "AWS::EC2::SubnetRouteTableAssociation",
    id: "rtbassoc",
    properties: { RouteTableId: "update", SubnetId: "replace" },
    required: ["RouteTableId", "SubnetId"],
    attributes: { Id: id },
  },
  {
    type: "AWS::EC2::VPCEndpoint",
    id: "vpce",
    properties: {
      PolicyDocument: "update",
      PrivateDnsEnabled: "update",
      RouteTableIds: "update",
      SecurityGroupIds: "update",
      ServiceName: "replace",
      SubnetIds: "update",
      VpcEndpointType: "replace",
      VpcId: "replace",
    },
    required: ["ServiceName", "VpcId"],
    attributes: { DnsEntries: () => [], Id: id, NetworkInterfaceIds: () => [] },
    taggable: true,
  },
  {
    type: "AWS::EC2::SecurityGroup",
    id: "sg",
    properties: {
      GroupDescription: "replace",
      GroupName: "replace",
      SecurityGroupEgress: "update",
      SecurityGroupIngress: "update",
      VpcId: "replace",
    },
    required: ["GroupDescription"],
    attributes: { GroupId: id, Id: id, VpcId: property("VpcId") },
    taggable: true,
  },
  {
    type: "AWS::EC2::SecurityGroupIngress",
    id: "sgr",
    properties: {
      CidrIp: "replace",
      CidrIpv6: "replace",
      Description: "update",
      FromPort: "replace",
      GroupId: "replace",
      IpProtocol: "replace",
      SourcePrefixListId: "replace",
      SourceSecurityGroupId: "replace",
      ToPort: "replace",
    },
    required: ["IpProtocol"],
    attributes: { Id: id },
  },
  {
    type: "AWS::EC2::SecurityGroupEgress",
    id: "sgr",
    properties: {
      CidrIp: "replace",
      CidrIpv6: "replace",
      Description: "update",
      DestinationPrefixListId: "replace",
      DestinationSecurityGroupId: "replace",
      FromPort: "replace",
      GroupId: "replace",
      IpProtocol: "replace",
      ToPort: "replace",
    },
    required: ["GroupId", "IpProtocol"],
    attributes: { Id: id },
  },
];
