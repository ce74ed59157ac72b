/** Files in a home directory. */
import { P, type Sample, sample, W } from './sample.ts'

export const dotfiles: Sample[] = [
  sample(
    'netrc',
    '.netrc',
    `
# ftp and git
machine ftp.acme.io
  login bob
»  password ${P}
machine api.acme.io login bob
»password ${W}
»default login anonymous password ${P}
macdef init
cd /pub
bin

`,
  ),
  sample(
    'netrc',
    '_netrc',
    `
»machine git.acme.io login bob password ${P}
`,
  ),
  sample(
    'authinfo',
    '.authinfo',
    `
»machine imap.acme.io login bob port 993 password ${P}
`,
  ),
  sample(
    'git-credentials',
    '.git-credentials',
    `
»https://bob:⟦[0-9a-f]{40}⟧@git.acme.io
»https://bob@acme.io:${W}!#@⟦[0-9]{3}⟧@code.acme.io
https://bob@git.acme.io
`,
  ),
  sample(
    'npmrc',
    '.npmrc',
    `
registry=https://npm.acme.io/
email=bob@acme.io
always-auth=true
»//npm.acme.io/:_authToken=⟦[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}⟧
//npm2.acme.io/:username=bob
»//npm2.acme.io/:_password=⟦base64:[a-z0-9]{9}[A-Z][0-9]⟧
»_auth=⟦base64:bob:[a-z0-9]{9}[A-Z][0-9]⟧
`,
  ),
  sample(
    'pypirc',
    '.pypirc',
    `
[distutils]
index-servers =
    acme

[acme]
repository: https://pypi.acme.io/legacy/
username: bob
»password: ${P}
`,
  ),
  sample(
    'pip.conf',
    '.config/pip/pip.conf',
    `
[global]
»index-url = https://bob:${P}@pypi.acme.io/simple
trusted-host = pypi.acme.io
`,
  ),
  sample(
    'condarc',
    '.condarc',
    `
channels:
  - defaults
»  - https://conda.acme.io/t/⟦[a-z]{2}-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}⟧/team
`,
  ),
  sample(
    'gem credentials',
    '.gem/credentials',
    `
---
»:rubygems_api_key: ⟦[0-9a-f]{48}⟧
`,
  ),
  sample(
    'bundle config',
    '.bundle/config',
    `
---
BUNDLE_PATH: "vendor/bundle"
»BUNDLE_GEMS__ACME__IO: "bob:${P}"
`,
  ),
  sample(
    'composer auth.json',
    'auth.json',
    `
{
  "http-basic": {
    "repo.acme.io": {
      "username": "bob",
»      "password": "${P}"
    }
  },
  "bitbucket-oauth": {}
}
`,
  ),
  sample(
    'cargo credentials',
    '.cargo/credentials.toml',
    `
[registry]
»token = "⟦[A-Za-z0-9]{31}[0-9]⟧"
`,
  ),
  sample(
    'maven settings',
    '.m2/settings.xml',
    `
<settings>
  <localRepository>/home/bob/.m2/repository</localRepository>
  <servers>
    <server>
      <id>releases</id>
      <username>bob</username>
»      <password>${P}</password>
    </server>
    <server>
      <id>key</id>
      <privateKey>/home/bob/.ssh/id_rsa</privateKey>
»      <passphrase>${P}</passphrase>
    </server>
  </servers>
</settings>
`,
  ),
  sample(
    'maven settings-security',
    '.m2/settings-security.xml',
    `
<settingsSecurity>
»  <master>{⟦[A-Za-z0-9+/]{43}⟧=}</master>
</settingsSecurity>
`,
  ),
  sample(
    'gradle.properties',
    'gradle.properties',
    `
org.gradle.jvmargs=-Xmx2g
signing.keyId=24875D73
»signing.password=${P}
signing.secretKeyRingFile=/home/bob/.gnupg/secring.gpg
ossrhUsername=bob
»ossrhPassword=${W}
`,
  ),
  sample(
    'sbt credentials',
    '.sbt/.credentials',
    `
realm=Sonatype Nexus Repository Manager
host=nexus.acme.io
user=bob
»password=${P}
`,
  ),
  sample(
    'NuGet.Config',
    'NuGet.Config',
    `
<configuration>
  <packageSources>
    <add key="acme" value="https://nuget.acme.io/v3/index.json" />
  </packageSources>
  <packageSourceCredentials>
    <acme>
      <add key="Username" value="bob" />
»      <add key="ClearTextPassword" value="${P}" />
    </acme>
  </packageSourceCredentials>
</configuration>
`,
  ),
  sample(
    'esmtprc',
    '.esmtprc',
    `
identity "bob@acme.io"
hostname smtp.acme.io:587
username "bob@acme.io"
»password "${W}"
starttls required
`,
  ),
  sample(
    'msmtprc',
    '.msmtprc',
    `
defaults
tls on
tls_trust_file /etc/ssl/certs/ca-certificates.crt
account acme
host smtp.acme.io
from bob@acme.io
user bob
»password ${P}
account other
passwordeval gpg -d ~/.p.gpg
`,
  ),
  sample(
    'fetchmailrc',
    '.fetchmailrc',
    `
set daemon 300
»poll mail.acme.io protocol imap username "bob" password "${P}"
poll pop.acme.io with proto POP3
»   user bob there with pass ${P} is bob here
`,
  ),
  sample(
    'muttrc',
    '.muttrc',
    `
set from = "bob@acme.io"
set imap_user = "bob"
»set imap_pass = "${P}"
set smtp_url = "smtp://bob@smtp.acme.io:587/"
»set smtp_pass = '${W}'
`,
  ),
  sample(
    'mailrc',
    '.mailrc',
    `
set smtp=smtps://smtp.acme.io:465
set smtp-auth=login
set smtp-auth-user=bob@acme.io
»set smtp-auth-password=${P}
`,
  ),
  sample(
    'ssmtp.conf',
    'etc/ssmtp/ssmtp.conf',
    `
root=postmaster
mailhub=smtp.acme.io:587
AuthUser=bob
»AuthPass=${P}
UseSTARTTLS=YES
`,
  ),
  sample(
    'mbsyncrc',
    '.mbsyncrc',
    `
IMAPAccount acme
Host imap.acme.io
User bob
»Pass ${P}
SSLType IMAPS
`,
  ),
  sample(
    'offlineimaprc',
    '.offlineimaprc',
    `
[Repository Remote]
type = IMAP
remotehost = imap.acme.io
remoteuser = bob
»remotepass = ${P}
ssl = yes
`,
  ),
  sample(
    'hgrc',
    '.hgrc',
    `
[ui]
username = Bob <bob@acme.io>
[auth]
acme.prefix = hg.acme.io
acme.username = bob
»acme.password = ${P}
`,
  ),
  sample(
    'cvspass',
    '.cvspass',
    `
»/1 :pserver:bob@cvs.acme.io:2401/src A⟦[a-z0-9,]{9}[A-Z][0-9]⟧
`,
  ),
  sample(
    'bash_history',
    '.bash_history',
    `
ls -la
cd /var/www
»mysql -u root -p'${P}' app
»curl -u bob:${P} https://api.acme.io/v1/things
»sshpass -p ${P} ssh bob@host
»ldapsearch -x -D cn=admin,dc=acme -w ${P} -b dc=acme
»htpasswd -b /etc/nginx/.htpasswd bob ${P}
git push origin main
»unzip -P ${P} backup.zip
mkdir -p src/app
»PGPASSWORD=${P} psql -h db.acme.io app
`,
  ),
  sample(
    'bashrc',
    '.bashrc',
    `
export PATH=$PATH:/usr/local/bin
export EDITOR=vim
alias ll='ls -la'
»export DB_PASSWORD='${P}'
»export SLACK_API_TOKEN=xoxp-⟦[0-9]{12}-[0-9]{12}-[0-9]{12}-[0-9a-f]{32}⟧
export AWS_REGION=eu-west-1
»export ACME_API_KEY=⟦[0-9a-f]{31}[a-f]⟧
PS1='$(whoami)$ '
`,
  ),
  sample(
    'mysql option file',
    '.my.cnf',
    `
[client]
user=svc
»password="${P}"
host=db.acme.io
[mysqldump]
quick
`,
  ),
  sample(
    'smb credentials',
    '.smbcredentials',
    `
username=bob
»password=${P}
domain=ACME
`,
  ),
]
