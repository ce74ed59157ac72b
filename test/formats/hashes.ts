/** Files of accounts and hashes of passwords. */
import { type Sample, sample } from './sample.ts'

export const hashes: Sample[] = [
  sample(
    'shadow',
    'etc/shadow',
    `
»root:$6$⟦[./A-Za-z0-9]{16}⟧$⟦[./A-Za-z0-9]{86}⟧:19000:0:99999:7:::
daemon:*:19000:0:99999:7:::
»bob:⟦[./0-9A-Za-z]{13}⟧:19000:0:99999:7:::
»eve:$y$j9T$⟦[./A-Za-z0-9]{22}⟧$⟦[./A-Za-z0-9]{43}⟧:19000:0:99999:7:::
sshd:!:19000::::::
`,
  ),
  sample(
    'htpasswd',
    '.htpasswd',
    `
»bob:$apr1$⟦[./0-9A-Za-z]{8}⟧$⟦[./0-9A-Za-z]{22}⟧
»eve:{SHA}⟦[A-Za-z0-9+/]{27}⟧=
»joe:⟦[./0-9A-Za-z]{13}⟧
»ann:$2y$05$⟦[./A-Za-z0-9]{53}⟧
`,
  ),
  sample(
    'htdigest',
    '.htdigest',
    `
»bob:Private Area:⟦[0-9a-f]{32}⟧
`,
  ),
  sample(
    'proftpd passwd',
    'ftpd.passwd',
    `
»bob:$1$⟦[./A-Za-z0-9]{8}⟧$⟦[./A-Za-z0-9]{22}⟧:1001:1001::/home/bob:/bin/false
»eve:⟦[./0-9A-Za-z]{13}⟧:1002:1002::/home/eve:/bin/false
`,
  ),
  sample(
    'LDIF',
    'users.ldif',
    `
dn: uid=bob,ou=people,dc=acme,dc=io
objectClass: inetOrgPerson
uid: bob
»userPassword: {SSHA}⟦[A-Za-z0-9+/]{32}⟧

dn: uid=eve,ou=people,dc=acme,dc=io
»userPassword: {MD5}⟦[A-Za-z0-9+/]{22}⟧==
`,
  ),
  sample(
    'smbpasswd',
    'smbpasswd',
    `
»bob:1001:⟦[0-9A-F]{32}⟧:⟦[0-9A-F]{32}⟧:[U          ]:LCT-5F0A1B2C:
`,
  ),
  sample(
    'pwdump',
    'hashes.txt',
    `
»Administrator:500:aad3b435b51404eeaad3b435b51404ee:⟦[0-9a-f]{32}⟧:::
»bob:1001:aad3b435b51404eeaad3b435b51404ee:⟦[0-9a-f]{32}⟧:::
`,
  ),
  sample(
    'framework hashes',
    'accounts.txt',
    `
»django pbkdf2_sha256$600000$⟦[A-Za-z0-9]{22}⟧$⟦[A-Za-z0-9+/]{43}⟧=
»werkzeug scrypt:32768:8:1$⟦[A-Za-z0-9]{16}⟧$⟦[0-9a-f]{128}⟧
»identity AQAAAAIAAYagAAAAE⟦[A-Za-z0-9+/]{67}⟧
»drupal $S$D⟦[./0-9A-Za-z]{51}⟧
»argon2 $argon2id$v=19$m=65536,t=3,p=4$⟦[A-Za-z0-9+/]{22}⟧$⟦[A-Za-z0-9+/]{43}⟧
`,
  ),
  sample(
    'GRUB password',
    'grub.d/40_custom',
    `
set superusers="root"
»password_pbkdf2 root grub.pbkdf2.sha512.10000.⟦[0-9A-F]{128}⟧.⟦[0-9A-F]{128}⟧
`,
  ),
  sample(
    'Mosquitto passwd',
    'mosquitto.passwd',
    `
»sensor:$7$101$⟦[A-Za-z0-9+/]{16}⟧$⟦[A-Za-z0-9+/]{86}⟧==
`,
  ),
  sample(
    'Dovecot passwd-file',
    'dovecot-users',
    `
»bob@acme.io:{PLAIN}⟦[a-z0-9]{9}[A-Z][0-9]⟧:1000:1000::/home/bob
»eve@acme.io:{SHA512-CRYPT}$6$⟦[./A-Za-z0-9]{16}⟧$⟦[./A-Za-z0-9]{86}⟧
`,
  ),
  sample(
    'Jupyter configuration',
    'jupyter_notebook_config.py',
    `
c.NotebookApp.ip = '0.0.0.0'
»c.NotebookApp.password = u'sha1:⟦[0-9a-f]{12}⟧:⟦[0-9a-f]{40}⟧'
`,
  ),
]
