/** Web frameworks and applications. */
import { P, type Sample, sample, W } from './sample.ts'

export const frameworks: Sample[] = [
  sample(
    'WordPress',
    'wp-config.php',
    `
<?php
define( 'DB_NAME', 'app' );
define( 'DB_USER', 'svc' );
»define( 'DB_PASSWORD', '${W}' );
define( 'DB_HOST', 'localhost' );
define( 'DB_CHARSET', 'utf8mb4' );
»define( "AUTH_KEY",         "⟦[A-Za-z0-9!#%^&*_+~(){}|<>]{63}[0-9]⟧" );
»define('SECURE_AUTH_KEY',  '⟦[A-Za-z0-9!#%^&*_+~(){}|<>]{63}[0-9]⟧');
»define('NONCE_SALT',       '⟦[A-Za-z0-9!#%^&*_+~(){}|<>]{63}[0-9]⟧');
$table_prefix = 'wp_';
define( 'WP_DEBUG', false );
`,
  ),
  sample(
    'Laravel .env',
    'laravel/.env',
    `
APP_NAME=Laravel
APP_ENV=local
»APP_KEY=base64:⟦[A-Za-z0-9+/]{43}⟧=
APP_DEBUG=true
DB_HOST=127.0.0.1
DB_DATABASE=app
DB_USERNAME=root
»DB_PASSWORD=${P}
CACHE_DRIVER=file
REDIS_HOST=127.0.0.1
REDIS_PORT=6379
»MAIL_PASSWORD=${P}
MAIL_ENCRYPTION=tls
`,
  ),
  sample(
    'Rails master.key',
    'config/master.key',
    `
»⟦[0-9a-f]{32}⟧
`,
  ),
  sample(
    'Rails credentials key',
    'config/credentials/production.key',
    `
»⟦[0-9a-f]{32}⟧`,
  ),
  sample(
    'Rails secrets.yml',
    'config/secrets.yml',
    `
development:
»  secret_key_base: ⟦[0-9a-f]{128}⟧
production:
  secret_key_base: <%= ENV["SECRET_KEY_BASE"] %>
`,
  ),
  sample(
    'Django settings',
    'settings.py',
    `
BASE_DIR = Path(__file__).resolve().parent.parent
»SECRET_KEY = 'django-insecure-⟦[a-z0-9!#%^&*+=_-]{49}[0-9]⟧'
DEBUG = True
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
]
`,
  ),
  sample(
    'Symfony .env',
    'symfony/.env',
    `
APP_ENV=dev
»APP_SECRET=⟦[0-9a-f]{32}⟧
`,
  ),
  sample(
    'phpMyAdmin',
    'config.inc.php',
    `
<?php
»$cfg['blowfish_secret'] = '⟦[A-Za-z0-9/+]{31}[0-9]⟧';
$cfg['Servers'][1]['host'] = 'localhost';
`,
  ),
  sample(
    'MediaWiki',
    'LocalSettings.php',
    `
<?php
$wgDBuser = "wiki";
»$wgDBpassword = "${P}";
»$wgSecretKey = "⟦[0-9a-f]{64}⟧";
`,
  ),
  sample(
    'Joomla',
    'configuration.php',
    `
<?php
class JConfig {
	public $user = 'svc';
»	public $password = '${P}';
	public $db = 'app';
»	public $secret = '⟦[A-Za-z0-9]{15}[0-9]⟧';
	public $offset = 'UTC';
}
`,
  ),
  sample(
    'PHP configuration',
    'config.php',
    `
<?php
$dbhost = 'localhost';
$dbname = 'app';
$dbuser = 'root';
»$dbpasswd = '${P}';
$connection = mysql_connect($dbhost, $dbuser, $dbpasswd) or die('Connection failed!');
`,
  ),
  sample(
    'Erlang cookie',
    '.erlang.cookie',
    `
»⟦[A-Z]{20}⟧`,
  ),
  sample(
    'Ansible vault password file',
    '.vault_pass',
    `
»${P}
`,
  ),
  sample(
    'Airflow',
    'airflow.cfg',
    `
[core]
executor = LocalExecutor
»fernet_key = ⟦[A-Za-z0-9_-]{43}⟧=
»sql_alchemy_conn = postgresql+psycopg2://svc:${P}@db.acme.io/airflow
`,
  ),
  sample(
    'Express session',
    'app.js',
    `
const app = express()
app.use(
  session({
    resave: false,
»    secret: '${P}',
  }),
)
app.listen(3000)
`,
  ),
]
