/** What programs on a desktop store: FTP clients, browsers, editors, remote sessions, keys. */
import { P, type Sample, sample, W } from './sample.ts'

export const desktop: Sample[] = [
  sample(
    'FileZilla',
    'sitemanager.xml',
    `
<?xml version="1.0" encoding="UTF-8"?>
<FileZilla3 version="3.66.5" platform="windows">
	<Servers>
		<Server>
			<Host>ftp.acme.io</Host>
			<Port>21</Port>
			<User>bob</User>
»			<Pass encoding="base64">⟦base64:[a-z0-9]{9}[A-Z][0-9]⟧</Pass>
			<Logontype>1</Logontype>
		</Server>
		<Server>
			<Host>old.acme.io</Host>
			<User>bob</User>
»			<Pass>${W}</Pass>
			<Account>ops</Account>
		</Server>
	</Servers>
</FileZilla3>
`,
  ),
  sample(
    'WinSCP',
    'WinSCP.ini',
    `
[Sessions\\prod]
HostName=sftp.acme.io
UserName=bob
»Password=A35C⟦[0-9A-F]{60}⟧
FSProtocol=2
`,
  ),
  sample(
    'Total Commander',
    'wcx_ftp.ini',
    `
[General]
[site]
host=ftp.acme.io
username=bob
»password=⟦[0-9A-F]{36}⟧
`,
  ),
  sample(
    'WS_FTP',
    'ws_ftp.ini',
    `
[site]
HOST=ftp.acme.io
UID=bob
»PWD=V⟦[A-F0-9]{60}⟧
`,
  ),
  sample(
    'Sublime SFTP',
    'sftp-config.json',
    `
{
    // The tab key will cycle through the settings when first created
    "type": "sftp",
    "host": "sftp.acme.io",
    "user": "bob",
»    "password": "${W}",
    //"password": "none",
    "remote_path": "/var/www/",
    "ssh_key_file": "~/.ssh/id_rsa"
}
`,
  ),
  sample(
    'VS Code SFTP',
    '.vscode/sftp.json',
    `
{
    "name": "prod",
    "host": "sftp.acme.io",
    "protocol": "sftp",
    "username": "bob",
»    "password": "${P}",
»    "passphrase": "${W}",
    "remotePath": "/var/www"
}
`,
  ),
  sample(
    'Atom remote-ftp',
    '.ftpconfig',
    `
{
    "protocol": "sftp",
    "host": "sftp.acme.io",
    "user": "bob",
»    "pass": "${W}",
    "promptForPass": false,
    "privatekey": "",
»    "passphrase": "${P}",
    "keyboardInteractiveForPass": false
}
`,
  ),
  sample(
    'Atom remote-sync',
    '.remote-sync.json',
    `
{
  "uploadOnSave": true,
  "hostname": "sftp.acme.io",
  "username": "bob",
»  "password": "${P}"
}
`,
  ),
  sample(
    'JetBrains deployment servers',
    '.idea/WebServers.xml',
    `
<project version="4">
  <component name="WebServers">
    <option name="servers">
      <webServer id="6ac7fc5c-e40f-41b3-b7fe-ed7f9b15e3c4" name="prod" url="https://acme.io">
»        <fileTransfer host="ftp.acme.io" port="21" password="⟦[0-9a-f]{48}⟧" username="bob">
          <option name="port" value="21" />
        </fileTransfer>
      </webServer>
    </option>
  </component>
</project>
`,
  ),
  sample(
    'Firefox logins',
    'logins.json',
    `
{
  "nextId": 3,
  "logins": [
    {
      "id": 2,
      "hostname": "https://acme.io",
      "usernameField": "login",
      "passwordField": "password",
»      "encryptedUsername": "MDoEEPgAAAAAAAAAAAAAAAAAAAEwFAYIKoZIhvcNAwcECI⟦[A-Za-z0-9+/]{34}⟧",
»      "encryptedPassword": "MDIEEPgAAAAAAAAAAAAAAAAAAAEwFAYIKoZIhvcNAwcECI⟦[A-Za-z0-9+/]{21}⟧==",
      "guid": "{749a98c7-c83e-4033-aafc-647f562b7166}",
      "encType": 1,
      "timePasswordChanged": 1515902314887
    }
  ],
  "version": 2
}
`,
  ),
  sample(
    'KeePass export',
    'export.xml',
    `
<KeePassFile>
  <Entry>
    <String>
      <Key>UserName</Key>
      <Value>bob</Value>
    </String>
    <String>
      <Key>Password</Key>
»      <Value ProtectInMemory="True">${P}</Value>
    </String>
  </Entry>
</KeePassFile>
`,
  ),
  sample(
    'Chrome passwords',
    'Chrome Passwords.csv',
    `
name,url,username,password,note
»acme.io,https://acme.io/login,bob,${P},
`,
  ),
  sample(
    'LastPass export',
    'lastpass_export.csv',
    `
url,username,password,totp,extra,name,grouping,fav
»https://acme.io/login,bob,${P},,,Acme,,0
`,
  ),
  sample(
    'remote desktop file',
    'server.rdp',
    `
screen mode id:i:2
full address:s:srv.acme.io
username:s:bob
»password 51:b:01000000D08C9DDF0115D1118C7A00C04FC297EB⟦[0-9A-F]{200}⟧
prompt for credentials:i:0
`,
  ),
  sample(
    'mRemoteNG',
    'confCons.xml',
    `
<Connections Name="Connections" EncryptionEngine="AES">
»  <Node Name="srv" Type="Connection" Username="bob" Domain="ACME" Password="⟦[A-Za-z0-9+/]{62}⟧==" Hostname="srv.acme.io" Protocol="RDP" Port="3389" />
</Connections>
`,
  ),
  sample(
    'VNC settings',
    'ultravnc.ini',
    `
[ultravnc]
»passwd=⟦[0-9A-F]{18}⟧
»passwd2=⟦[0-9A-F]{18}⟧
[admin]
UseRegistry=0
`,
  ),
  sample(
    'answer file of Windows',
    'unattend.xml',
    `
<unattend>
  <component name="Microsoft-Windows-Shell-Setup">
    <UserAccounts>
      <AdministratorPassword>
»        <Value>⟦[A-Za-z0-9+/]{30}⟧==</Value>
        <PlainText>false</PlainText>
      </AdministratorPassword>
    </UserAccounts>
    <AutoLogon>
      <Username>bob</Username>
    </AutoLogon>
  </component>
</unattend>
`,
  ),
  sample(
    'Group Policy preference',
    'Groups.xml',
    `
<Groups>
»  <User name="admin"><Properties action="U" userName="admin" cpassword="⟦[A-Za-z0-9+/]{43}⟧"/></User>
</Groups>
`,
  ),
  sample(
    'Windows wireless profile',
    'Wi-Fi-acme.xml',
    `
<WLANProfile>
  <name>acme</name>
  <security>
    <sharedKey>
      <keyType>passPhrase</keyType>
»      <keyMaterial>${P}</keyMaterial>
    </sharedKey>
  </security>
</WLANProfile>
`,
  ),
  sample(
    'publish profile',
    'app.PublishSettings',
    `
<publishData>
»  <publishProfile profileName="app - FTP" publishMethod="FTP" userName="app\\$app" userPWD="⟦[A-Za-z0-9]{60}⟧" />
</publishData>
`,
  ),
  sample(
    'PuTTY key',
    'key.ppk',
    `
PuTTY-User-Key-File-2: ssh-rsa
Encryption: none
Comment: bob
Public-Lines: 4
⟦pem:4⟧
Private-Lines: 8
»⟦pem:8⟧
Private-MAC: ⟦[0-9a-f]{40}⟧
`,
  ),
  sample(
    'PEM private key',
    'server.key',
    `
-----BEGIN RSA PRIVATE KEY-----
»⟦pem:12⟧
-----END RSA PRIVATE KEY-----
`,
  ),
  sample(
    'PGP private key',
    'private.asc',
    `
-----BEGIN PGP PRIVATE KEY BLOCK-----

»⟦pem:12⟧
=⟦[A-Za-z0-9]{4}⟧
-----END PGP PRIVATE KEY BLOCK-----
`,
  ),
  sample(
    'key on one line',
    'service.json',
    `
{
  "type": "service_account",
»  "private_key": "-----BEGIN PRIVATE KEY-----\\n⟦[A-Za-z0-9+/]{64}⟧\\n⟦[A-Za-z0-9+/]{64}⟧\\n⟦[A-Za-z0-9+/]{64}⟧\\n-----END PRIVATE KEY-----\\n",
  "client_email": "svc@acme.iam.gserviceaccount.com"
}
`,
  ),
  sample(
    'age identity',
    'key.txt',
    `
# created: 2026-01-02T03:04:05Z
»AGE-SECRET-KEY-1⟦[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}⟧
`,
  ),
]
