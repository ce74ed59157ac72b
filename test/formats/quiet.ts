/** The same files with placeholders and references, and what only looks like them. */
import { type Sample, sample } from './sample.ts'

export const quiet: Sample[] = [
  sample(
    'netrc of a template',
    '.netrc',
    'machine api.acme.io login $USER password $TOKEN\nmachine b login <user> password <password>\n',
  ),
  sample(
    'pgpass of a template',
    '.pgpass',
    '# hostname:port:database:username:password\ndb.acme.io:5432:app:svc:${DB_PASSWORD}\n',
  ),
  sample(
    'page about pgpass',
    'docs/pgpass.md',
    `
# The password file

The file \`.pgpass\` holds lines of the form:

    hostname:port:database:username:password

Each of the first four fields can be a literal or \`*\`. The file must not be world readable.
`,
  ),
  sample(
    'npmrc of a project',
    '.npmrc',
    '//registry.npmjs.org/:_authToken=${NPM_TOKEN}\nsave-exact=true\nengine-strict=true\n',
  ),
  sample('pypirc of a template', '.pypirc', '[pypi]\nusername = __token__\npassword = ${PYPI_TOKEN}\n'),
  sample(
    'git-credentials of a template',
    '.git-credentials',
    'https://bob:$TOKEN@git.acme.io\nhttps://bob@git.acme.io\n',
  ),
  sample('htpasswd of a template', '.htpasswd', '# user:password\nbob:${HASH}\n'),
  sample(
    'passwd',
    'etc/passwd',
    'root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n',
  ),
  sample(
    'shadow without passwords',
    'etc/shadow',
    'root:*:19000:0:99999:7:::\nsshd:!:19000::::::\nbob:!!:19000:0:99999:7:::\n',
  ),
  sample(
    'WordPress sample',
    'wp-config-sample.php',
    `
<?php
define( 'DB_NAME', 'database_name_here' );
define( 'DB_PASSWORD', 'password_here' );
define( 'AUTH_KEY',         'put your unique phrase here' );
define( 'NONCE_SALT',       'put your unique phrase here' );
`,
  ),
  sample(
    'WordPress from the environment',
    'wp-config.php',
    `
<?php
define('DB_PASSWORD', getenv('DB_PASSWORD'));
define('AUTH_KEY', getenv('AUTH_KEY'));
`,
  ),
  sample('Laravel example', '.env.example', 'APP_NAME=Laravel\nAPP_KEY=\nDB_PASSWORD=\nMAIL_PASSWORD=null\n'),
  sample(
    'Rails secrets',
    'config/secrets.yml',
    'production:\n  secret_key_base: <%= ENV["SECRET_KEY_BASE"] %>\n',
  ),
  sample(
    'FileZilla without passwords',
    'sitemanager.xml',
    '<Server><Host>ftp.acme.io</Host><User>bob</User><Pass></Pass><Logontype>2</Logontype></Server>\n',
  ),
  sample(
    'sftp with a variable',
    '.vscode/sftp.json',
    '{\n  "host": "a",\n  "username": "bob",\n  "password": "${env:SFTP_PASSWORD}",\n  "passphrase": ""\n}\n',
  ),
  sample(
    'DBeaver without passwords',
    'data-sources.xml',
    '<data-sources>\n<connection host="db" user="svc" save-password="true" url="jdbc:h2:mem"/>\n</data-sources>\n',
  ),
  sample(
    'Maven with the environment',
    '.m2/settings.xml',
    '<settings><servers><server><id>a</id><password>${env.MAVEN_PASSWORD}</password></server></servers></settings>\n',
  ),
  sample(
    'kubeconfig with certificates',
    '.kube/config',
    'users:\n- name: bob\n  user:\n    client-certificate: /etc/kubernetes/bob.crt\n    client-key: /etc/kubernetes/bob.key\n',
  ),
  sample(
    'docker compose with variables',
    'docker-compose.yml',
    'services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD}\n    command: redis-server --requirepass ${REDIS_PASSWORD}\n',
  ),
  sample(
    'msmtp with a command',
    '.msmtprc',
    'account acme\nhost smtp.acme.io\npasswordeval gpg -q -d ~/.p.gpg\n',
  ),
  sample('mutt with a command', '.muttrc', 'set imap_pass="`pass show mail`"\nset smtp_pass=$my_pass\n'),
  sample(
    'terraform variables with references',
    'prod.tfvars',
    'secret_name = "app/db"\npassword_length = "16"\ntoken_url = "https://acme.io/token"\n',
  ),
  sample(
    'requirements',
    'requirements.txt',
    `
django==4.2.1 \\
    --hash=sha256:⟦[0-9a-f]{64}⟧ \\
    --hash=sha256:⟦[0-9a-f]{64}⟧
requests>=2.31
`,
  ),
  sample(
    'npm lockfile',
    'package-lock.json',
    `
{
  "packages": {
    "node_modules/auth-token": {
      "version": "1.0.0",
      "resolved": "https://registry.npmjs.org/auth-token/-/auth-token-1.0.0.tgz",
      "integrity": "sha512-⟦[A-Za-z0-9+/]{86}⟧=="
    }
  }
}
`,
  ),
  sample(
    'go.sum',
    'go.sum',
    'github.com/acme/auth v1.0.0 h1:⟦[A-Za-z0-9+/]{43}⟧=\ngithub.com/acme/auth v1.0.0/go.mod h1:⟦[A-Za-z0-9+/]{43}⟧=\n',
  ),
  sample(
    'git objects',
    'objects.txt',
    '100644 blob ⟦[0-9a-f]{40}⟧\tsrc/main.c\n040000 tree ⟦[0-9a-f]{40}⟧\tpassword\ncommit ⟦[0-9a-f]{40}⟧\nAuthor: Bob <bob@acme.io>\n',
  ),
  sample('checksums', 'SHA256SUMS', '⟦[0-9a-f]{64}⟧  app.tgz\n⟦[0-9a-f]{64}⟧  password.tgz\n'),
  sample(
    'subresource integrity',
    'index.html',
    '<script src="https://cdn.acme.io/a.js" integrity="sha384-⟦[A-Za-z0-9+/]{64}⟧" crossorigin="anonymous"></script>\n',
  ),
  sample(
    'SQL without accounts',
    'schema.sql',
    `
CREATE TABLE files (id int, name text, md5 char(32));
INSERT INTO files VALUES (1, 'chair.png', 'image/png');
INSERT INTO users (name, password) VALUES (?, ?);
CREATE USER app IDENTIFIED BY '\${DB_PASSWORD}';
`,
  ),
  sample(
    'calls with variables',
    'client.py',
    "server.login(user, password)\nrequests.get(url, auth=(user, token))\nself.client.login('button', 'Log in now')\n",
  ),
  sample(
    'redis.conf as shipped',
    'redis.conf',
    '# requirepass foobared\n# masterauth <master-password>\nport 6379\n',
  ),
  sample(
    'tomcat-users as shipped',
    'tomcat-users.xml',
    '<tomcat-users>\n<!--\n  <user username="admin" password="<must-be-changed>" roles="manager-gui"/>\n-->\n</tomcat-users>\n',
  ),
  sample(
    'public key',
    'id_rsa.pub',
    'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ⟦[A-Za-z0-9+/]{340}⟧ bob@acme.io\n',
  ),
  sample('certificate', 'server.crt', '-----BEGIN CERTIFICATE-----\n⟦pem:12⟧\n-----END CERTIFICATE-----\n'),
  sample(
    'readme with options',
    'README.md',
    '    mysql -u root -p app\n    psql "host=localhost user=app password=$PGPASSWORD"\n    curl -u user:password https://api.acme.io\n    unzip -p archive.zip file\n',
  ),
]
