/**
 * Questions with a yes or a no, one feature each. What they are asked of stands in the table's name. Their order is part of the
 * model: who changes a table trains anew (`model.ts` refuses a model of other questions).
 */

export type Tests = readonly (readonly [name: string, regex: RegExp])[]

/** The last word of the name decides what the value is: `password_file` holds a path. */
export const NAME_TESTS: Tests = [
  ['password', /pass(?:w(?:or)?d|phrase|code|wd)?(?!e[dns]|ing|ion|age|i[vo]|p?ort)/i],
  ['pwd', /pwd|pswd|psw|_pw$|pw$/i],
  ['secret', /secret/i],
  ['token', /token(?!iz)/i],
  ['api', /api(?!tal)/i],
  ['key', /key(?!word|board|pad|name|code|stone|frame)/i],
  ['auth', /auth(?!ors?|ent)/i],
  ['credential', /cred(?:ential)?s?(?!it)/i],
  ['private', /priv/i],
  ['access', /access/i],
  ['client', /client|consumer|app/i],
  ['user', /user|usr|login|admin|root/i],
  ['database', /db|sql|mongo|postgres|redis|ldap|smtp|mail|ftp|proxy/i],
  ['crypto', /encr|crypt|sign|hmac|jwt|session|cookie|salt|nonce|iv\b/i],
  ['bare', /^[$@]?(?:key|token|auth|api|pass|secret|credentials?)$/i],
  ['barePassword', /^[$@.-]*(?:password|passwd|pwd|passphrase)$/i],
  ['apiKey', /api[_.-]?(?:key|token|secret)/i],
  [
    'strong',
    /(?:secret|access|auth|private|encryption|signing|master|account|client)[_.-]?(?:access)?[_.-]?(?:key|token|secret)/i,
  ],
  ['public', /pub(?:lic)?(?:[_.-]|[A-Z]|key)/],
  [
    'negativeKey',
    /(?:foreign|primary|sort|partition|hash|range|index|cache|object|bucket|routing|row|shard|event|i18n|translation|unique|group|config|setting|hot|natural|composite|storage|session|registry|context|data|map|dict|json|column|field|tag|label|annotation)[_.-]?key/i,
  ],
  [
    'suffixKind',
    /(?:type|name|label|mode|field|format|number|num|count|size|len(?:gth)?|manager|algo(?:rithm)?|pattern|view|error|date|time(?:out|stamp)?|tag|version|rate|code|fingerprint|prefix|suffix|index|idx|status|state|scheme|method|provider|policy|role|scope|class|level|kind|group|column|header|param(?:eter)?|prop(?:erty)?|var|env|enabled|disabled|required|expir(?:y|es|ation))s?$/i,
  ],
  [
    'suffixPlace',
    /(?:url|uri|path|file(?:name)?|dir|folder|endpoint|host|link|page|location|source|server|domain|store|ref|arn)s?$/i,
  ],
  ['suffixId', /(?:id|ids|guid|uid|uuid)$/i],
  [
    'suffixText',
    /(?:hint|prompt|placeholder|title|text|message|msg|desc(?:ription)?|help|note|comment|question|reset|strength|confirm(?:ation)?|validat\w*|encoder|handler|service|controller|request|response|form|input|view|button|test|spec)$/i,
  ],
  ['suffixHash', /(?:hash(?:ed)?|digest|sum|sha\d*|md5|bcrypt|enc(?:rypted)?|encoded)$/i],
  ['endsPassword', /(?:pass(?:w(?:or)?d|wd|phrase|code)?|pwd|pw|psw)\d?$/i],
  ['endsSecret', /(?:secret|token|key|credentials?)s?\d?$/i],
  [
    'startsWord',
    /^(?:is|has|get|set|use|with|no|not|allow|require|show|hide|check|valid|invalid|verify|update|change|reset|forgot|create|delete|find|fetch|load|read|parse|generate|encode|decode|encrypt|decrypt|hash)[A-Z_]/,
  ],
  ['constant', /^[A-Z0-9_]+$/],
  ['camel', /[a-z][A-Z]/],
  ['snake', /_/],
  ['dotted', /\./],
  ['dashed', /\w-\w/],
  ['flag', /^-/],
  ['variable', /^[$@]/],
  ['plural', /(?:keys|tokens|secrets|passwords|credentials|creds)$/i],
  ['test', /test|example|sample|demo|dummy|fake|mock|stub|invalid|wrong|bad|expected|default/i],
]

export const VALUE_TESTS: Tests = [
  ['hex', /^[0-9a-f]+$|^[0-9A-F]+$/],
  ['hexPrefixed', /^0x[0-9a-fA-F]+[uUlL]*$/],
  ['digits', /^\d+$/],
  ['letters', /^[A-Za-z]+$/],
  ['lower', /^[a-z]+$/],
  ['upper', /^[A-Z]+$/],
  ['base64', /^[A-Za-z0-9+/]{16,}={0,2}$/],
  ['base64Url', /^[A-Za-z0-9_-]{16,}={0,2}$/],
  ['padded', /={1,2}$/],
  ['uuid', /^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/],
  ['word', /^[A-Z]?[a-z]+$/],
  ['camelWord', /^[a-z]+(?:[A-Z][a-z0-9]*)+$/],
  ['pascalWord', /^(?:[A-Z][a-z0-9]+){2,}$/],
  ['snakeWord', /^_*[a-z][a-z0-9]*(?:_[a-z0-9]+)+$/],
  ['kebabWord', /^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/],
  ['constantWord', /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/],
  ['dottedWord', /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+$/],
  ['wordDigits', /^[A-Za-z]+\d{1,4}$/],
  ['symbol', /^:\w+$/],
  ['variable', /^[$@%&*]\w+$|^\$\{?\w|^%\w+%$|^@\w+@$/],
  ['interpolated', /\$\{|\{\{|\$\(|#\{|%\(|<%|\}\}|%[sdvq@]|\{\w*\}|\{\d|\\\(/],
  ['placeholder', /^<.*>$|^\[.*\]$|^\{.*\}$|^__.*__$|^\*+$|^[xX*.#-]+$|x{4,}|\*{3,}|\.{3}/i],
  [
    'dummy',
    /example|sample|change_?-?me|placeholder|dummy|redacted|replace|your|todo|fixme|insert|enter|<|foo|bar|baz|xxx|fake|mock|not[-_ ]?a|some|any/i,
  ],
  ['test', /test/i],
  ['kindWord', /pass|secret|token|key|pwd|cred|auth/i],
  [
    'onlyKind',
    /^(?:my|the|a|some|your|test|user|db|root|admin|new|old)?[-_ ]?(?:api|access|auth|secret|private|client)?[-_ ]?(?:password|passwd|pass|pwd|secret|token|key|credentials?|apikey)s?\d*$/i,
  ],
  [
    'classic',
    /^(?:admin|root|guest|postgres|mysql|sa|user|password|passwd|passw0rd|p@ssw0rd|secret|changeme|letmein|qwerty\w*|abc123|12345\d*|test\d*|default|toor|welcome\d*|pass|changeit|hunter2|s3cr3t)$/i,
  ],
  [
    'literal',
    /^(?:true|false|null|nil|none|undefined|yes|no|on|off|string|str|text|int|integer|number|bool|boolean|object|any|void|required|optional|hidden|input|self|this|unset|bearer|basic|type|value|name|id)$/i,
  ],
  ['call', /[\w.$>\]]\(.*\)?$/],
  ['index', /\w\[[\w'"$.-]*\]?/],
  ['arrow', /->|=>|::|\?\.|&&|\|\|/],
  ['assignment', /\w=[^=]/],
  ['path', /^(?:\.{0,2}|~)?\/[\w./-]*$|^[\w.-]+(?:\/[\w.-]+)+$|^[A-Za-z]:\\/],
  ['url', /^[a-z][a-z0-9+.-]*:\/\//i],
  ['email', /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/],
  ['domain', /^(?:[a-z0-9-]+\.)+[a-z]{2,6}(?:\/|:|$)/i],
  [
    'fileName',
    /\.(?:html?|jsx?|tsx?|json|ya?ml|txt|php|xml|pem|key|crt|cer|py|go|java|md|css|png|svg|sh|rb|conf|cfg|ini|log|csv|pub|p12|jks)$/i,
  ],
  ['version', /^[~^<>=v]{0,2}\d+(?:\.(?:\d+|[x*])){1,3}/],
  ['date', /^\d{4}-\d\d-\d\d|^\d\d[/:]\d\d/],
  ['mime', /^(?:application|text|image|audio|video)\/|^(?:urn|arn|sha\d+|clsid|data|mailto):/i],
  ['spaces', / /],
  ['sentence', /[a-z]+ [a-z]+ [a-z]+/i],
  ['formatted', /%[-\w.]|\\n|\\t|\\x|\\u/],
  ['escapes', /\\[xu0-7]|\\\\/],
  ['colonEnd', /[:?!.,]$/],
  ['plusEnd', /[+&|]$/],
  ['brackets', /[()[\]{}]/],
  ['angle', /[<>]/],
  ['sigil', /^[$@#%!&*?~^]/],
  ['pipes', /[|\\;`]/],
  ['commas', /,/],
  ['slashes', /\//],
  ['letterDigitMix', /[a-z]\d+[a-z]|\d[A-Z]+\d/i],
  ['caseMix', /[a-z][A-Z].*[a-z][A-Z]/],
  ['strongPassword', /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[^\w\s]).{6,}$/],
  ['leet', /[a-z][0134@5$7][a-z]/i],
  ['wordSymbol', /^[A-Za-z]+[!@#$%^&*]\d*$|^[A-Za-z]+\d+[!@#$%^&*]+$/],
  ['ascending', /abc|123|qwe|asd|xyz|789|0{4}|1{4}/i],
  [
    'encrypted',
    /^ENC[([]|^\{(?:cipher|AES|SSHA|bcrypt|noop|RSA)\}|^\$(?:2[abxy]|[156]|argon2\w*|apr1)\$|^vault:|^!vault|^secretref|^ref\+|^op:\/\/|^kms:/i,
  ],
  ['encoded', /^[A-Za-z0-9+/]+={1,2}$|^eyJ|^MII/],
]

/** Of the line up to the name. */
export const BEFORE_TESTS: Tests = [
  ['start', /^[ \t]*(?:[-*][ \t]+)?["'`]?$/],
  ['comment', /^[ \t]*(?:\/\/|#|\*|--|;|\/\*|<!--|%|REM\b|"""|''')/],
  [
    'keywordConst',
    /\b(?:const|let|var|val|final|static|public|private|protected|string|String|def|my|export|set|setx|ENV|ARG|define|readonly)\b[^=({]*$/,
  ],
  ['functionHead', /\b(?:function|func|fn|def|fun|sub|lambda)\b/],
  [
    'condition',
    /\b(?:if|elif|else|when|unless|while|case|switch|assert\w*|expect\w*|should\w*|require\w*|equals?|eq)\b/i,
  ],
  ['returns', /\b(?:return|yield|throw|raise|new)\b/],
  [
    'prints',
    /\b(?:print\w*|echo|log\w*|puts|write\w*|printf|format|error\w*|warn\w*|message|msg|debug|info)\b/i,
  ],
  ['import', /^[ \t]*(?:import|from|require|use|using|include|package|namespace|#include)\b/],
  ['quoteOpen', /["'`]$/],
  ['bracketOpen', /\[["'`]?$/],
  ['braceOpen', /\{[ \t]*["'`]?$/],
  ['parenOpen', /\([ \t]*["'`]?$/],
  ['commaOpen', /,[ \t]*["'`]?$/],
  ['tagOpen', /<\/?[\w:]*$/],
  ['dotOpen', /[.>]$/],
  ['insideString', /^(?:[^"'`]*(["'`])[^"'`]*\1)*[^"'`]*["'`][^"'`]+$/],
  ['url', /https?:\/\/|[?&]$/],
  ['dash', /--?$/],
  ['attribute', /\b(?:name|id|key|label|type|class|for|value|placeholder|title|href|src)=["']?$/i],
  ['prose', /[a-z]+ [a-z]+ [a-z]+ $/],
]

/** Of the line from the value's end on. */
export const AFTER_TESTS: Tests = [
  ['end', /^\\{0,2}["'`]?[ \t]*[,;]?[ \t]*\r?$/],
  ['closeQuote', /^\\{0,2}["'`]/],
  ['closeCall', /^\\{0,2}["'`]?[ \t]*\)/],
  ['closeBrace', /^\\{0,2}["'`]?[ \t]*[\]}]/],
  ['plus', /^["'`]?[ \t]*(?:\+|\.(?=[ \t$"'\w])|%|<<|\|\|)/],
  ['colon', /^\\{0,2}["'`]?[ \t]*(?::|=>|=)/],
  ['comma', /^\\{0,2}["'`]?[ \t]*,[ \t]*\S/],
  ['brace', /^[ \t]*\{[ \t]*$/],
  ['tag', /^[ \t]*<\//],
  ['comment', /^.{0,3}[ \t]+(?:#|\/\/|<!--|\/\*)/],
  ['moreWords', /^[ \t]+[a-z]+ [a-z]+/],
  ['moreCode', /^[ \t]*[([]|^\.\w/],
  ['urlMore', /^&\w+=/],
]

/** Of the whole line. */
export const LINE_TESTS: Tests = [
  ['test', /\b(?:test|spec|mock|fake|dummy|example|sample|fixture|stub)/i],
  ['assert', /assert|expect|should|equal|verify/i],
  ['host', /host|server|jdbc|:\/\/|database|port\b|smtp|dsn|connection/i],
  ['user', /user|login|email|account|admin|root/i],
  ['documentation', /e\.g\.|i\.e\.|for example|such as|default|usage|description|@param|@return|:param/i],
  [
    'environment',
    /environ|getenv|process\.env|System\.get|ENV\[|env\(|secrets\.|vars?\.|os\.Getenv|config\(|prompt|getpass|input\(|readline/i,
  ],
  ['hash', /sha\d*|md5|digest|checksum|hash|integrity|fingerprint|commit|revision|etag/i],
  ['type', /\btype\b|interface|struct|@Column|Field\(|Column\(|json:"|xml:"|yaml:"|gorm:/i],
  ['interface', /placeholder|label|aria-|className|i18n|translate|tooltip|title|<input|<label/i],
  ['weak', /insecure|not.?secret|do.?not.?use|public|invalid|wrong|incorrect|bad/i],
]

/** Of the window beside the line. */
export const NEAR_TESTS: Tests = [
  ['user', /(?:user(?:name)?|login|email|account)\w*["'\]]?[ \t]*(?:[:=,]|=>)/i],
  [
    'host',
    /(?:host(?:name)?|server|url|endpoint|port|database|db_?name|region|bucket)\w*["'\]]?[ \t]*(?:[:=,]|=>)/i,
  ],
  ['secret', /(?:secret|password|passwd|token|api_?key|client_?id)\w*["'\]]?[ \t]*(?:[:=,]|=>)/i],
]

export const PATH_TESTS: Tests = [
  ['test', /(?:^|[/_.-])(?:tests?|testing|specs?|testdata|__tests__|e2e|it)(?=[/_.-])/i],
  ['mock', /mock|fixture|stub|fake|sample|example|demo|tutorial|template/i],
  [
    'documentation',
    /(?:^|\/)docs?\/|documentation|\.(?:md|mdx|rst|adoc|markdown|txt|html?)$|readme|changelog/i,
  ],
  ['vendor', /vendor|node_modules|third_?party|dist\/|build\/|\.min\./i],
  ['source', /(?:^|\/)(?:src|lib|pkg|internal|app|api|client|server|cmd)\//i],
  ['configuration', /conf|setting|env|docker|kube|deploy|helm|ansible|secret|credential/i],
]

/** What kind of file: in a language with quoted strings a value without quotes is code. */
export const FILE_TESTS: Tests = [
  [
    'quoting',
    /\.(?:cs|cc|cpp|cxx|c|h|hpp|php|tf|kts?|go|tsx?|java|[cm]?jsx?|py|rs|swift|scala|dart|groovy|m|mm|vue|svelte|clj|exs?|hs|lua|bundle|gradle)$/i,
  ],
  ['ruby', /\.(?:rb|erb|rake|cr|pl|pm)$|(?:^|\/)(?:Gem|Rake)file$/i],
  ['shell', /\.(?:sh|bash|zsh|fish|ps1|bat|cmd|bats)$|(?:^|\/)(?:Dockerfile|Makefile)/i],
  ['data', /\.(?:json|ya?ml|toml|xml|resx|csproj|plist|har|lock|strings|config)$/i],
  [
    'settings',
    /\.(?:ini|cfg|cnf|conf|properties|env\w*|rc|netrc|npmrc|pypirc|tfvars|j2)$|(?:^|\/)\.[a-z]+(?:rc|env)?$/i,
  ],
  ['prose', /\.(?:md|mdx|rst|adoc|markdown|txt|html?|tex)$/i],
  ['database', /\.(?:sql|dump|csv|tsv|ipynb|log)$/i],
  ['unknown', /(?:^|\/)[^./]*$/],
]
