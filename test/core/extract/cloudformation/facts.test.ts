import { describe, expect, test } from 'vitest';
import { readTemplate, said } from './read-template.ts';

const HEAD = 'Resources:\n';
const one = (type: string, properties: string, beside = ''): ReturnType<typeof readTemplate> =>
  readTemplate(`${HEAD}  It: { Type: "AWS::${type}", Properties: ${properties} }\n${beside}`);
const facts = (...[type, properties, beside]: Parameters<typeof one>) => said(one(type, properties, beside).asset('It'));

describe('encryption', () => {
  test.each([
    [
      'S3::Bucket',
      '{ BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: AES256 } }] } }',
      'platform',
    ],
    [
      'S3::Bucket',
      '{ BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: k } }] } }',
      'customer-key',
    ],
    ['RDS::DBInstance', '{ StorageEncrypted: true }', 'platform'],
    ['RDS::DBInstance', '{ StorageEncrypted: yes, KmsKeyId: alias/aws/rds }', 'platform'],
    ['RDS::DBInstance', '{ StorageEncrypted: "no" }', 'none'],
    ['RDS::DBInstance', '{ StorageEncrypted: !Ref P }', '!Ref P'],
    ['RDS::DBInstance', '{}', undefined],
    ['RDS::DBInstance', '{ DBClusterIdentifier: elsewhere }', 'elsewhere'],
    ['RDS::DBCluster', '{ StorageEncrypted: true, KmsKeyId: !GetAtt K.Arn }', 'customer-key'],
    ['DynamoDB::Table', '{ SSESpecification: { SSEEnabled: false } }', 'platform'],
    ['DynamoDB::Table', '{ SSESpecification: { SSEEnabled: true, KMSMasterKeyId: k } }', 'customer-key'],
    ['Kinesis::Stream', '{ StreamEncryption: { EncryptionType: KMS, KeyId: alias/aws/kinesis } }', 'platform'],
    ['SQS::Queue', '{ KmsMasterKeyId: k }', 'customer-key'],
    ['SQS::Queue', '{ SqsManagedSseEnabled: false }', 'none'],
    ['EC2::Volume', '{ Encrypted: false }', 'none'],
    ['EC2::Instance', '{ BlockDeviceMappings: [{ Ebs: { Encrypted: true } }, { Ebs: { VolumeSize: 1 } }] }', 'none'],
    [
      'EC2::Instance',
      '{ BlockDeviceMappings: [{ Ebs: { Encrypted: true } }, { Ebs: { SnapshotId: s } }, { VirtualName: v }] }',
      'platform',
    ],
    ['WorkSpaces::Workspace', '{ RootVolumeEncryptionEnabled: true }', 'none'],
    [
      'WorkSpaces::Workspace',
      '{ RootVolumeEncryptionEnabled: true, UserVolumeEncryptionEnabled: true, VolumeEncryptionKey: k }',
      'customer-key',
    ],
    ['Glue::SecurityConfiguration', '{ EncryptionConfiguration: { S3Encryptions: [{ S3EncryptionMode: SSE-KMS }] } }', 'none'],
    [
      'CodeBuild::Project',
      '{ Artifacts: { Type: CODEPIPELINE, EncryptionDisabled: true }, SecondaryArtifacts: [{ Type: S3, EncryptionDisabled: false }, { Type: S3, EncryptionDisabled: true }] }',
      'none',
    ],
    [
      'Athena::WorkGroup',
      '{ WorkGroupConfiguration: { ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: SSE_S3 } } } }',
      'platform',
    ],
    ['KinesisFirehose::DeliveryStream', '{ DeliveryStreamEncryptionConfigurationInput: { KeyType: AWS_OWNED_CMK } }', 'platform'],
    ['Logs::LogGroup', '{ KmsKeyId: !If [Has, !Ref K, !Ref "AWS::NoValue"] }', 'customer-key'],
  ])('%s %s', (type, properties, expected) => {
    expect(facts(type, properties)['encryption_at_rest']).toEqual(expected);
  });

  test('an instance has that of its cluster, a replica that of its source', () => {
    const cluster = '  C: { Type: "AWS::RDS::DBCluster", Properties: { StorageEncrypted: true } }\n  D: { Type: "AWS::RDS::DBInstance" }\n';
    expect(facts('RDS::DBInstance', '{ DBClusterIdentifier: !Ref C }', cluster)['encryption_at_rest']).toBe('platform');
    expect(facts('RDS::DBInstance', '{ SourceDBInstanceIdentifier: !Ref D }', cluster)).not.toHaveProperty('encryption_at_rest');
    expect(facts('RDS::DBInstance', '{ SourceDBInstanceIdentifier: !Ref D }', cluster)['upstream']).toEqual(['D']);
  });

  test.each([
    ['ElastiCache::ReplicationGroup', '{ TransitEncryptionEnabled: true }', true],
    ['OpenSearchService::Domain', '{ DomainEndpointOptions: { EnforceHTTPS: false } }', false],
    ['MSK::Cluster', '{ EncryptionInfo: { EncryptionInTransit: { ClientBroker: TLS_PLAINTEXT } } }', false],
    ['DMS::Endpoint', '{ SslMode: none }', false],
    ['DMS::Endpoint', '{ SslMode: verify-full }', true],
    ['ECS::TaskDefinition', '{ Volumes: [{ EFSVolumeConfiguration: { FilesystemId: f } }] }', false],
    ['Glue::Connection', '{ ConnectionInput: { ConnectionProperties: { JDBC_ENFORCE_SSL: "true" } } }', true],
  ])('%s %s on the way', (type, properties, expected) => {
    expect(facts(type, properties)['encryption_in_transit']).toBe(expected);
  });

  test('a parameter group may hold clients to TLS', () => {
    const group = (parameters: string): string =>
      `  G: { Type: "AWS::RDS::DBParameterGroup", Properties: { Parameters: ${parameters} } }\n`;
    expect(facts('RDS::DBInstance', '{ DBParameterGroupName: !Ref G }', group('{ rds.force_ssl: 1 }'))['encryption_in_transit']).toBe(true);
    expect(
      facts(
        'Redshift::Cluster',
        '{ ClusterParameterGroupName: !Ref G }',
        group('[{ ParameterName: require_ssl, ParameterValue: "false" }]'),
      )['encryption_in_transit'],
    ).toBe(false);
  });
});

describe('who is let in', () => {
  const policy = (statement: string): string =>
    `  P: { Type: "AWS::S3::BucketPolicy", Properties: { Bucket: !Ref It, PolicyDocument: { Statement: [${statement}] } } }\n`;
  const OPEN = '{ Effect: Allow, Principal: "*", Action: "s3:GetObject" }';
  const BLOCK = '{ BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true }';

  test.each([
    ['{ AccessControl: PublicRead }', '', true],
    ['{ AccessControl: Private }', '', false],
    ['{ AccessControl: PublicRead, PublicAccessBlockConfiguration: { IgnorePublicAcls: true } }', '', false],
    ['{}', policy(OPEN), true],
    [
      '{}',
      policy('{ Effect: Allow, Principal: { AWS: ["*"] }, Action: "s3:*", Condition: { Bool: { "aws:SecureTransport": "true" } } }'),
      true,
    ],
    [
      '{}',
      policy('{ Effect: Allow, Principal: "*", Action: "s3:*", Condition: { StringEquals: { "aws:PrincipalOrgID": o } } }'),
      undefined,
    ],
    ['{}', policy('{ Effect: Allow, NotPrincipal: { AWS: a }, Action: "s3:*" }'), true],
    [`{ PublicAccessBlockConfiguration: ${BLOCK} }`, policy(OPEN), false],
    ['{ AccessControl: !Ref P }', '', '!Ref P'],
  ])('a bucket %s %s', (properties, beside, expected) => {
    expect(facts('S3::Bucket', properties, beside)['public_access']).toEqual(expected);
  });

  test('a policy is of the bucket that it calls by the same name, known or not', () => {
    const named = (name: string): string =>
      `  P: { Type: "AWS::S3::BucketPolicy", Properties: { Bucket: ${name}, PolicyDocument: { Statement: ${OPEN} } } }\n`;
    expect(facts('S3::Bucket', '{ BucketName: raw }', named('raw'))['public_access']).toBe(true);
    const sub = '!Sub "raw-${AWS::Region}"';
    expect(facts('S3::Bucket', `{ BucketName: ${sub} }`, named(sub))['public_access']).toBe(true);
    expect(facts('S3::Bucket', '{ BucketName: raw }', named('other'))).not.toHaveProperty('public_access');
  });

  test('grants, and TLS that a policy insists on', () => {
    const beside = policy(
      '{ Effect: Allow, Principal: { AWS: ["arn:a", !GetAtt R.Arn] }, Action: ["s3:GetObject", "s3:PutObject"] }, { Effect: Deny, Principal: "*", Action: "s3:*", Condition: { Bool: { "aws:SecureTransport": false } } }',
    );
    const { asset, textAt } = one('S3::Bucket', '{}', beside);
    expect(said(asset('It'))['encryption_in_transit']).toBe(true);
    expect(asset('It').facts['grants']).toMatchObject({
      value: [{ to: 'arn:a', privileges: ['s3:GetObject', 's3:PutObject'], on: 'It' }],
      unknown: '!GetAtt R.Arn',
    });
    const place = asset('It').facts['grants']?.parts?.['0'];
    expect(place && textAt(place)).toMatch(/^\{ Effect: Allow,/);
  });

  test('roles: who may take them on, and what they may do; also where the policy is a text', () => {
    const trust = JSON.stringify(JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }] }));
    const { asset } = one(
      'IAM::Role',
      `{ AssumeRolePolicyDocument: ${trust}, Policies: [{ PolicyDocument: { Statement: { Effect: Allow, Action: "s3:*", Resource: "arn:aws:s3:::raw/*" } } }] }`,
    );
    expect(asset('It').kind).toBe('role');
    expect(said(asset('It'))).toMatchObject({
      public_access: true,
      grants: [
        { to: '*', privileges: ['sts:AssumeRole'], on: 'It' },
        { to: 'It', privileges: ['s3:*'], on: 'arn:aws:s3:::raw/*' },
      ],
    });
  });

  test('a replication instance is public unless it says otherwise', () => {
    expect(facts('DMS::ReplicationInstance', '{}')['public_access']).toBe(true);
    expect(facts('DMS::ReplicationInstance', '{ PubliclyAccessible: false }')['public_access']).toBe(false);
  });

  test('a search domain inside a network is not on the internet', () => {
    const open = 'AccessPolicies: { Statement: [{ Effect: Allow, Principal: "*", Action: "es:*" }] }';
    expect(facts('Elasticsearch::Domain', `{ ${open} }`)['public_access']).toBe(true);
    expect(facts('Elasticsearch::Domain', `{ ${open}, VPCOptions: { SubnetIds: [a] } }`)).not.toHaveProperty('public_access');
  });
});

describe('how long, where, and whose', () => {
  test.each([
    [
      'S3::Bucket',
      '{ LifecycleConfiguration: { Rules: [{ Status: Disabled, ExpirationInDays: 5 }, { Status: Enabled, ExpirationInDays: 30 }] } }',
      { retention: { days: 30 } },
    ],
    ['Logs::LogGroup', '{ RetentionInDays: 14 }', { retention: { days: 14 } }],
    ['Kinesis::Stream', '{ RetentionPeriodHours: 48 }', { retention: { days: 2 } }],
    ['DynamoDB::Table', '{ TimeToLiveSpecification: { Enabled: true, AttributeName: expires } }', { retention: { by: 'expires' } }],
    ['DynamoDB::GlobalTable', '{ Replicas: [{ Region: eu-west-1 }, { Region: !Ref R }] }', { replica_regions: '!Ref R' }],
    ['SecretsManager::Secret', '{ ReplicaRegions: [{ Region: eu-west-1 }] }', { replica_regions: ['eu-west-1'] }],
    ['RDS::DBInstance', '{ BackupRetentionPeriod: 7, PubliclyAccessible: true }', { backup_days: 7, public_access: true }],
    ['Glue::Job', '{ Tags: { DataOwner: crm } }', { tags: { DataOwner: 'crm' }, owner: 'crm' }],
    ['KMS::Key', '{ EnableKeyRotation: true }', { key_rotation: true }],
  ])('%s %s', (type, properties, expected) => {
    expect(facts(type, properties)).toMatchObject(expected);
  });
});

describe('the data lake', () => {
  const text = `Resources:
  Db: { Type: AWS::Glue::Database, Properties: { DatabaseInput: { Name: crm } } }
  Contacts:
    Type: AWS::Glue::Table
    Properties:
      DatabaseName: !Ref Db
      TableInput:
        Name: contacts
        StorageDescriptor:
          Location: s3://raw/contacts/
          Columns:
            - { Name: email, Type: string, Comment: where to write to }
            - Name: "age"
              Type: int
        PartitionKeys: [{ Name: day, Type: date }]
  Tagging:
    Type: AWS::LakeFormation::TagAssociation
    Properties:
      Resource: { TableWithColumns: { Name: !Ref Contacts, ColumnNames: [email] } }
      LFTags: [{ TagKey: pii, TagValues: [email] }]
  Filter: { Type: AWS::LakeFormation::DataCellsFilter, Properties: { TableName: contacts, RowFilter: { FilterExpression: "country = 'DE'" } } }
  Reader:
    Type: AWS::LakeFormation::PrincipalPermissions
    Properties:
      Principal: { DataLakePrincipalIdentifier: arn:analyst }
      Permissions: [SELECT]
      PermissionsWithGrantOption: [SELECT]
      Resource: { Table: { Name: contacts } }
`;
  const { asset, textAt, edges } = readTemplate(text);

  test('columns are fields with their tags', () => {
    const { fields, aliases } = asset('Contacts');
    expect(fields.map(({ name, type }) => [name, type])).toEqual([
      ['email', 'string'],
      ['age', 'int'],
      ['day', 'date'],
    ]);
    expect(fields.map(({ location }) => textAt(location))).toEqual(['email', '"age"', 'day']);
    expect(fields[0] && said(fields[0])).toEqual({ description: 'where to write to', tags: { pii: 'email' } });
    expect(aliases).toEqual(['relation:crm.contacts']);
  });

  test('filters, permissions and places', () => {
    expect(said(asset('Contacts'))).toMatchObject({
      row_filter: "country = 'DE'",
      physical_name: 'contacts',
      upstream: ['s3://raw/contacts'],
    });
    expect(said(asset('Reader'))['grants']).toEqual([{ to: 'arn:analyst', privileges: ['SELECT'], on: 'contacts', option: true }]);
    expect(edges).toContainEqual(
      expect.objectContaining({ from: { asset: 'path:s3://raw/contacts' }, to: { asset: 'cloudformation:stack.yaml:Contacts' } }),
    );
  });
});

describe('what feeds what', () => {
  const id = (name: string): string => `cloudformation:stack.yaml:${name}`;

  test('deliveries, event sources, replicas and notifications', () => {
    const { edges, textAt } = readTemplate(`Resources:
  Events: { Type: AWS::Kinesis::Stream }
  Raw: { Type: AWS::S3::Bucket, Properties: { ReplicationConfiguration: { Rules: [{ Destination: { Bucket: "arn:aws:s3:::copy" } }] } } }
  Load:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      KinesisStreamSourceConfiguration: { KinesisStreamARN: !GetAtt Events.Arn }
      ExtendedS3DestinationConfiguration: { BucketARN: !Sub "arn:aws:s3:::\${Raw}" }
  Fn: { Type: AWS::Lambda::Function }
  Map: { Type: AWS::Lambda::EventSourceMapping, Properties: { EventSourceArn: !GetAtt Events.Arn, FunctionName: !Ref Fn } }
  Sam: { Type: AWS::Serverless::Function, Properties: { Events: { In: { Type: Kinesis, Properties: { Stream: !GetAtt Events.Arn } } } } }
`);
    expect(edges.map(({ from, to, by }) => [from.asset, to.asset, by])).toEqual([
      [id('Raw'), 'path:s3://copy', undefined],
      [id('Events'), id('Load'), undefined],
      [id('Load'), id('Raw'), undefined],
      [id('Events'), id('Fn'), id('Map')],
      [id('Events'), id('Sam'), undefined],
    ]);
    expect(edges.map(({ location }) => textAt(location))).toEqual([
      '"arn:aws:s3:::copy"',
      'Events.Arn',
      '"arn:aws:s3:::${Raw}"',
      'Events.Arn',
      'Events.Arn',
    ]);
  });
});
