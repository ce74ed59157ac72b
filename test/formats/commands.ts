/** Commands and calls that carry a password. */
import { P, type Sample, sample, W } from './sample.ts'

export const commands: Sample[] = [
  sample(
    'Salesforce login',
    'salesforce.js',
    `
const jsforce = require('jsforce')
const conn = new jsforce.Connection()
»conn.login('bob@acme.io', '${W}', (err, res) => {})
»conn.login('bob@acme.io', '${P}⟦[A-Za-z0-9]{24}⟧', (err, res) => {})
conn.login(user, password + token)
`,
  ),
  sample(
    'calls of Python',
    'client.py',
    `
import requests
»requests.get(url, auth=('bob', '${P}'))
»server.login("bob@acme.io", "${P}")
server.login(user, password)
`,
  ),
  sample(
    'calls of PHP',
    'mail.php',
    `
<?php
»$db = mysqli_connect('db.acme.io', 'svc', '${P}', 'app');
»$pdo = new PDO('mysql:host=db.acme.io;dbname=app', 'svc', '${P}');
»ftp_login($conn, 'bob', '${P}');
$db = mysqli_connect($host, $user, $pass);
`,
  ),
  sample(
    'calls of Java',
    'Dao.java',
    `
class Dao {
»  Connection c = DriverManager.getConnection(url, "svc", "${P}");
  Connection d = DriverManager.getConnection(url, user, password);
}
`,
  ),
  sample(
    'headers',
    'requests.sh',
    `
»curl -H "Authorization: Bearer ⟦[A-Za-z0-9_-]{38}[A-Z][0-9]⟧" https://api.acme.io
»curl -H 'Authorization: Basic ⟦base64:bob:[a-z0-9]{9}[A-Z][0-9]⟧' https://api.acme.io
»curl -H "Cookie: theme=dark; sessionid=⟦[a-z0-9]{31}[0-9]⟧" https://acme.io
curl -H "Accept: application/json" https://api.acme.io
`,
  ),
  sample(
    'deploy script',
    'deploy.sh',
    `
#!/bin/sh
set -eu
»rabbitmqctl add_user svc ${P}
»echo 'root:${P}' | chpasswd
»mongodump -h db.acme.io -u svc -p ${P} -d app
»gpg --batch --passphrase ${P} -d x.gpg
»lftp -u bob,${P} ftp.acme.io
docker run -p 8080:80 app
mkdir -p build/out
`,
  ),
  sample(
    'Windows batch',
    'setup.cmd',
    `
@echo off
»net user bob ${P} /add
»schtasks /create /tn job /ru bob /rp "${P}" /sc daily
»cmdkey /generic:srv /user:bob /pass:${P}
net user bob /active:yes
`,
  ),
]
