/** What a field may hold, in the reader's words. */
export type PersonalKind =
  | 'e-mail addresses'
  | 'phone numbers'
  | 'names of people'
  | 'postal addresses'
  | 'birth dates'
  | 'government ids'
  | 'payment data'
  | 'health data'
  | 'ip addresses'
  | 'locations'
  | 'credentials'
  | 'biometric data'
  | 'financial data'
  | 'demographic data'
  | 'personal data';

/** Snowflake's three, which most catalogues share: points at one person, narrows people down, or harms when known. */
export type PersonalCategory = 'identifier' | 'quasi-identifier' | 'sensitive';

export const CATEGORIES: Readonly<Record<PersonalKind, PersonalCategory>> = {
  'e-mail addresses': 'identifier',
  'phone numbers': 'identifier',
  'names of people': 'identifier',
  'postal addresses': 'identifier',
  'birth dates': 'quasi-identifier',
  'government ids': 'identifier',
  'payment data': 'identifier',
  'health data': 'sensitive',
  'ip addresses': 'identifier',
  locations: 'quasi-identifier',
  credentials: 'sensitive',
  'biometric data': 'sensitive',
  'financial data': 'sensitive',
  'demographic data': 'quasi-identifier',
  'personal data': 'identifier',
};

/**
 * What has to be known besides the words. `nothing`: they say it alone. `own`: they do unless another
 * noun stands before. `person`: the table, group or prefix is about people.
 * `place`: it is about people or their addresses. `card`: about payment cards. `bank`: about bank accounts.
 */
export type Need = 'nothing' | 'own' | 'person' | 'place' | 'card' | 'bank';

/** What a value must look like: the declared type may rule a reading out. */
export type ValueForm = 'text' | 'number-or-text' | 'date-or-text' | 'any';

export interface WordList {
  readonly kind: PersonalKind;
  readonly need: Need;
  readonly form: ValueForm;
  /** Phrases that end a name, in lower case, separated by `|`. `first name` also stands for `firstname`. */
  readonly phrases: string;
}

/** The documented word list: a name that ends in one of these phrases holds that kind. The longest phrase wins. */
export const WORD_LISTS: readonly WordList[] = [
  {
    kind: 'e-mail addresses',
    need: 'nothing',
    form: 'text',
    phrases:
      'email|e mail|email address|email addr|e mail address|mail address|email text|user email|courriel|correo electronico|mailadresse|emailadresse|adresse email',
  },
  { kind: 'e-mail addresses', need: 'person', form: 'text', phrases: 'mail|correo' },
  {
    kind: 'phone numbers',
    need: 'nothing',
    form: 'number-or-text',
    phrases:
      'phone|phone number|phone no|phone nr|phone num|telephone|telephone number|mobile number|mobile no|mobile phone|cell number|cell phone|fax|fax number|msisdn|whatsapp|whatsapp number|telefon|telefonnummer|telefono|telefone|handynummer|celular|numero telephone|contact number|e164|tel',
  },
  { kind: 'phone numbers', need: 'person', form: 'number-or-text', phrases: 'mobile|cell|handy' },
  {
    kind: 'names of people',
    need: 'nothing',
    form: 'text',
    phrases:
      'first name|fname|last name|lname|given name|surname|sur name|family name|middle name|maiden name|forename|person name|mother maiden name|cardholder|cardholder name|card holder|vorname|nachname|familienname|prenom|nom famille|apellido|cognome|sobrenome|voornaam|achternaam|fornavn|etternavn|efternavn',
  },
  {
    kind: 'names of people',
    need: 'person',
    form: 'text',
    phrases: 'name|display name|preferred name|legal name|nick name|middle initial|initials|nom|nombre|nome|naam|navn',
  },
  { kind: 'names of people', need: 'own', form: 'text', phrases: 'full name|complete name|nombre completo|nom complet|nome completo' },
  { kind: 'names of people', need: 'card', form: 'text', phrases: 'name|holder|holder name' },
  {
    kind: 'postal addresses',
    need: 'nothing',
    form: 'text',
    phrases:
      'street address|postal address|mailing address|home address|billing address|shipping address|delivery address|residential address|address line|addr line|house number|house no|street name|hausnummer|strasse|straße|anschrift|direccion|endereco|indirizzo',
  },
  {
    kind: 'postal addresses',
    need: 'place',
    form: 'text',
    phrases: 'address|addr|adresse|street|house|apartment|apt number|unit number|calle|rue|via|full address',
  },
  {
    kind: 'locations',
    need: 'place',
    form: 'number-or-text',
    phrases:
      'city|town|ville|ciudad|stadt|zip|zip code|postal code|post code|postcode|plz|code postal|codigo postal|cap|county|province|state province|state province region|state|state code|province code|region|country|country code|latitude|longitude|lat|lng|lon|long|geo|geolocation|geo location|coordinates|location|gps',
  },
  {
    kind: 'locations',
    need: 'nothing',
    form: 'any',
    phrases:
      'home city|home country|home latitude|home longitude|last known location|gps latitude|gps longitude|place of birth|birth place|birth city|birth country|country of birth|city of birth',
  },
  {
    kind: 'birth dates',
    need: 'nothing',
    form: 'date-or-text',
    phrases:
      'dob|birth date|date of birth|birth day|birth dt|birth year|year of birth|day of birth|month of birth|born on|born at|date birth|geburtsdatum|geburtstag|date naissance|date de naissance|fecha nacimiento|fecha de nacimiento|data nascimento|data nascita|geboortedatum',
  },
  {
    kind: 'government ids',
    need: 'nothing',
    form: 'number-or-text',
    phrases:
      'ssn|social security|social security number|social security no|social insurance number|passport|passport number|passport no|passport id|national id|national id number|national identifier|national identification number|identity card number|id card number|tax id|tax identifier|taxpayer id|tax payer id|driver license|drivers license|driver licence|driving license|driving licence|driver license number|drivers license number|driver licence number|driving licence number|license plate|nino|national insurance number|cpf|curp|aadhaar|aadhar|aadhaar number|pan number|nhs number|dni|nif|bsn|pesel|personnummer|personalausweis|codice fiscale|steuernummer|steuer id|sozialversicherungsnummer|insee|medicare number|visa number|government id|voter id',
  },
  {
    kind: 'payment data',
    need: 'nothing',
    form: 'number-or-text',
    phrases:
      'card number|card no|card num|credit card|credit card number|debit card|debit card number|cc number|cc num|ccn|cvv|cvc|card cvv|card cvc|security code|card expiry|card expiration|card exp|iban|iban number|iban code|bank account|bank account number|bank account no|bank routing number|routing number|sort code|kontonummer|numero tarjeta|primary account number|account iban|bic swift',
  },
  {
    kind: 'payment data',
    need: 'card',
    form: 'any',
    phrases: 'number|code|pan|expiry|expiration|exp|exp month|exp year|expiry date|expiration date',
  },
  { kind: 'payment data', need: 'bank', form: 'number-or-text', phrases: 'number|account number|account no|bic|swift|swift code|bic code' },
  {
    kind: 'health data',
    need: 'nothing',
    form: 'any',
    phrases:
      'diagnosis|diagnosis code|diagnose|icd code|medical record number|medical record no|mrn|medical history|medical condition|health condition|blood type|blood group|allergy|allergies|medication|prescription|disability|disability status|vaccination status|hiv status|pregnancy status|symptom|health insurance number',
  },
  {
    kind: 'ip addresses',
    need: 'nothing',
    form: 'text',
    phrases:
      'ip address|ip addr|client ip|user ip|remote ip|source ip|remote addr|remote address|login ip|sign in ip|signup ip|visitor ip|last ip|ip v|ipv',
  },
  { kind: 'ip addresses', need: 'person', form: 'text', phrases: 'ip' },
  {
    kind: 'credentials',
    need: 'nothing',
    form: 'text',
    phrases:
      'password|passwd|pwd|passphrase|pass phrase|password hash|passwd hash|hashed password|password digest|encrypted password|security answer|secret answer|security question answer|passwort|kennwort|contrasena|mot de passe|pin code',
  },
  {
    kind: 'biometric data',
    need: 'nothing',
    form: 'any',
    phrases:
      'biometric|biometric data|biometric template|fingerprint template|fingerprint image|fingerprint scan|iris scan|retina scan|face encoding|face embedding|faceprint|voice print|facial features',
  },
  { kind: 'biometric data', need: 'person', form: 'any', phrases: 'fingerprint' },
  {
    kind: 'financial data',
    need: 'nothing',
    form: 'any',
    phrases:
      'salary|base salary|annual salary|annual income|monthly income|household income|net worth|credit score|fico score|fico|wage|hourly wage|gehalt|salaire|salario|payslip',
  },
  { kind: 'financial data', need: 'person', form: 'any', phrases: 'income|compensation|pay rate' },
  {
    kind: 'demographic data',
    need: 'nothing',
    form: 'any',
    phrases:
      'gender|sex|ethnicity|ethnic group|race ethnicity|religion|nationality|marital status|sexual orientation|gender identity|geschlecht|sexe|sexo|genero|political affiliation|political party|trade union membership|citizenship',
  },
  { kind: 'demographic data', need: 'person', form: 'any', phrases: 'race|age|age group|age range|date of death|family status' },
];

/** Words for people: a table, group or prefix that ends in one is about them. */
export const PEOPLE = words(
  'admin administrator agent applicant approver assignee attendee author beneficiary borrower buyer candidate callee caller cardholder carer child citizen client collaborator colleague commenter companion consignee ' +
    'consumer contact customer contractor creator creditor debtor dependent doctor donor driver employee enrollee father follower founder friend guardian guest holder ' +
    'human individual insured instructor interviewee invitee lead learner manager member mother nurse occupant moderator operator orderer organizer owner participant ' +
    'passenger patient payee payer people person personal personnel physician player policyholder practitioner prescriber profile prospect pupil purchaser ' +
    'receiver recipient referrer relative rep reporter representative requester resident respondent reviewer rider sender shopper signatory signer speaker spouse staff student submitter ' +
    'subscriber supervisor survivor teacher teammate tourist traveler traveller trainee tutor user victim visitor volunteer voter worker ' +
    'kunde kunden mitarbeiter benutzer patienten bewohner personne utilisateur clienti cliente usuario persona empleado medewerker klant utente dipendente',
);

/** What stands before a place of a person: `billing_city`, `home_zip`. */
export const PLACE_PREFIXES = words(
  'billing bill shipping ship mailing mail delivery home residence residential permanent correspondence postal physical',
);

/** Tables and groups of addresses. */
export const ADDRESSES = words('address addr adresse anschrift direccion indirizzo residence');

/** Tables and groups of payment cards. */
export const CARDS = words('card creditcard debitcard paymentcard');

/** Words before `account` that make it a bank's. */
export const BANKS = words('bank iban giro payout');

/** Organisations and places of business: their phones, addresses and mailboxes are not personal. */
export const ORGANISATIONS = words(
  'agency airport bank branch brand broker building bureau carrier center centre church clinic college company corporation dealer department depot distributor enterprise facility factory firm ' +
    'franchise helpdesk hospital hotel industry institution library manufacturer merchant office organisation organization org outlet plant publisher restaurant retailer salon school shop site ' +
    'station store supplier university vendor venue warehouse',
);

/** Machines and networks: their addresses are not personal. */
export const MACHINES = words(
  'api app application bucket cluster container endpoint gateway host hostname instance interface listener machine memory module network node peer pod pool port router route server service subnet ' +
    'vessel virtual vm volume vpc zone mac dns proxy cidr nat',
);

/** What is sold: a shoe has a gender too. */
export const MERCHANDISE = words('article catalog catalogue clothing garment goods item merchandise product shoe sku style variant');

/** Other things with a name, a code or a place of their own: before a phrase they say that it is not about a person. */
export const THINGS: ReadonlySet<string> = new Set([
  ...ORGANISATIONS,
  ...MACHINES,
  ...MERCHANDISE,
  ...words(
    'asset bot campaign category channel city class column component config contract country course database dataset device district domain environment event exchange feature field file folder ' +
      'function group job label list market model noreply package page parameter partner pipeline plan platform process product profession project property provider queue region reply repository resource ' +
      'role room schema segment setting sku smtp source stage support system table tag target task team template tenant terminal test theme ticket tool topic track train vault version vehicle wallet webhook ' +
      'website workflow workspace',
  ),
]);

/** Mailboxes and lines that nobody owns. */
export const SHARED: ReadonlySet<string> = new Set([
  ...ORGANISATIONS,
  ...MACHINES,
  ...words('noreply reply support system team group list queue test template campaign newsletter'),
]);

/** Words around the name of a table or group that say nothing about what it holds. */
export const NEUTRAL = words(
  'stg staging src source raw base int intermediate dim dimension fct fact mart marts tmp temp tbl table vw view v hist history historical archive archived backup bak snapshot snapshots scd ' +
    'current latest clean cleaned cleansed enriched final full all new old master detail details info information data record records identifier identity entity dedup deduped unique ' +
    'properties property attributes attribute fields field merge payload before after value values object obj result results contents content row rows public dbo main test sample example demo seed pii personal default traits context params meta metadata custom extra attrs props extended basic summary',
);

/** What ends a name without changing what it holds: `email_raw`, `phone_2`. */
export const TRAILING = words(
  'raw value values text txt str string orig original new old current primary secondary alternate alt full clean cleaned normalized normalised lower upper formatted plain usd eur gbp en a b c list array c1',
);

/** Anywhere before the end, these make it a flag: `user_is_opted_in_for_email`. */
export const ASKING = words('is has was are opted');

/** The value is there in a form that tells nobody who it is. */
export const PROTECTED = words(
  'hashed hash masked encrypted anonymized anonymised anonymous pseudonymized pseudonymised tokenized tokenised redacted obfuscated sha sha256 md5',
);

/** Tables that list what there is, not who has it: a zip code there is nobody's. */
export const REFERENCES = words(
  'mapping map lookup reference ref dictionary crosswalk xwalk terminology taxonomy enum code codeset vocabulary ontology valueset',
);

/** What begins a name and makes it a count, a flag or a time about the thing, never the thing. */
export const LEADING = words(
  'is has had receives receive wants uses use flag num cnt count total nb n days should can allow allows allowed enable enabled require requires max min avg sum pct percent ratio',
);

/** Prefixes that leave open whose it is. */
export const OPEN_PREFIXES = words(
  'primary secondary alternate alternative alt other current previous old new work home private own my main to preferred default emergency recovery backup verified unverified romanized normalized raw supplied last first original assistant next from',
);

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}
