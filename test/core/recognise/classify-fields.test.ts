import { describe, expect, test } from 'vitest';
import { classifyFields } from '../../../src/core/recognise/classify-fields.ts';

const kindsOf = (asset: string, ...names: readonly string[]) => [
  ...classifyFields(
    asset,
    names.map((name) => ({ name })),
  ).values(),
];

describe('names that say it alone', () => {
  test.each([
    ['email', 'e-mail addresses'],
    ['CustomerEmail', 'e-mail addresses'],
    ['billing_e-mail', 'e-mail addresses'],
    ['alternate_emails', 'e-mail addresses'],
    ['email_raw', 'e-mail addresses'],
    ['PHONE2', 'phone numbers'],
    ['msisdn', 'phone numbers'],
    ['firstName', 'names of people'],
    ['FNAME', 'names of people'],
    ['apellidos', 'names of people'],
    ['prénom', 'names of people'],
    ['contraseña', 'credentials'],
    ['patient_name', 'names of people'],
    ['provider_last_name', 'names of people'],
    ['ticket_source_email', 'e-mail addresses'],
    ['user_preferred_full_name', 'names of people'],
    ['shipping_address', 'postal addresses'],
    ['address_line_1', 'postal addresses'],
    ['dob', 'birth dates'],
    ['geburtsdatum', 'birth dates'],
    ['customer_ssn', 'government ids'],
    ['passport_no', 'government ids'],
    ['iban', 'payment data'],
    ['credit_card_number', 'payment data'],
    ['diagnosis_code', 'health data'],
    ['client_ip', 'ip addresses'],
    ['password_hash', 'credentials'],
    ['iris_scan', 'biometric data'],
    ['annual_salary', 'financial data'],
    ['gender', 'demographic data'],
    ['home_city', 'locations'],
  ])('%s holds %s', (name, kind) => {
    expect(kindsOf('app.t', name)).toEqual([kind]);
  });
});

describe('generic names hold nothing personal', () => {
  test.each([
    ['products', 'name'],
    ['products', 'gender'],
    ['oauth_client', 'name'],
    ['kafka_consumers', 'name'],
    ['jdbc_driver', 'name'],
    ['icd_code_mappings', 'diagnosis_code'],
    ['zip_codes', 'zip_code'],
    ['repos', 'repo_full_name'],
    ['users', 'hashed_email'],
    ['users', 'email_sha256'],
    ['users', 'user_is_opted_in_for_email'],
    ['users', 'receives_news_emails'],
    ['servers', 'address'],
    ['servers', 'ip_address'],
    ['uploads', 'file_name'],
    ['jobs', 'state'],
    ['messages', 'email_template_id'],
    ['customers', 'email_verified'],
    ['customers', 'is_email_bounced'],
    ['customers', 'phone_type'],
    ['customers', 'address_id'],
    ['customers', 'company_name'],
    ['customers', 'num_phone'],
    ['stores', 'phone'],
    ['stores', 'street_address'],
    ['stores', 'city'],
    ['user_roles', 'name'],
    ['customer_segments', 'name'],
    ['t', 'support_email'],
    ['events', 'event_location'],
    ['contracts', 'contract_address'],
    ['orders', 'order_number'],
    ['logs', 'user_agent.name'],
    ['t', ''],
    ['t', '__proto__'],
    ['t', 'constructor'],
    ['t', '2024'],
  ])('%s.%s', (asset, name) => {
    expect(kindsOf(asset, name)).toEqual([]);
  });
});

describe('what a table is about decides whose name or city it is', () => {
  test.each([
    ['crm.customers', 'name', 'names of people'],
    ['stg_stripe__customers', 'name', 'names of people'],
    ['dim_users_v2', 'city', 'locations'],
    ['orders', 'customer.name', 'names of people'],
    ['orders', 'billTo.city', 'locations'],
    ['customer_address', 'street', 'postal addresses'],
    ['payment_card', 'name', 'names of people'],
    ['payment_card', 'code', 'payment data'],
    ['bank_accounts', 'account_number', 'payment data'],
    ['contacts', 'emails.value', 'e-mail addresses'],
    ['hubspot.contacts', 'properties.mobile', 'phone numbers'],
  ])('%s.%s holds %s', (asset, name, kind) => {
    expect(kindsOf(asset, name)).toEqual([kind]);
  });

  test('fields that only people have say it of those beside them', () => {
    expect(kindsOf('import_2024', 'city', 'name')).toEqual([]);
    expect(kindsOf('import_2024', 'city', 'name', 'date_of_birth')).toEqual(['locations', 'names of people', 'birth dates']);
  });
});

test('a card stays a card though its holder stands on it', () => {
  expect(kindsOf('payment_card', 'cardholder', 'code')).toEqual(['names of people', 'payment data']);
});

describe('a type can rule a reading out', () => {
  test.each([
    ['email', 'boolean'],
    ['email', 'INT'],
    ['first_name', 'bigint'],
    ['phone', 'timestamp'],
    ['password', 'TIMESTAMP_NTZ'],
    ['dob', 'BOOLEAN'],
  ])('%s %s', (name, type) => {
    expect(classifyFields('customers', [{ name, type }]).size).toBe(0);
  });

  test.each([
    ['phone', 'BIGINT'],
    ['dob', 'DATE'],
    ['email', 'varchar(200)'],
    ['ssn', 'NUMBER(9,0)'],
    ['email', 'some_domain'],
  ])('%s %s stays', (name, type) => {
    expect(classifyFields('customers', [{ name, type }]).size).toBe(1);
  });
});

test('names of any length are answered', () => {
  const long = `${'address_'.repeat(20_000)}email`;
  expect(kindsOf(long, long)).toEqual(['e-mail addresses']);
});
