/** Daemons and their configurations. */
import { P, type Sample, sample, W } from './sample.ts'

export const servers: Sample[] = [
  sample(
    'Ventrilo',
    'ventrilo_srv.ini',
    `
[Server]
Name=Acme
Port=3784
Auth=1
»AdminPassword=${P}
»Password=${W}
MaxClients=8
`,
  ),
  sample(
    'Mumble',
    'murmur.ini',
    `
welcometext="hello"
port=64738
»serverpassword=${P}
`,
  ),
  sample(
    'Minecraft',
    'server.properties',
    `
enable-rcon=true
rcon.port=25575
»rcon.password=${P}
motd=A server
`,
  ),
  sample(
    'Tomcat users',
    'conf/tomcat-users.xml',
    `
<tomcat-users>
  <role rolename="manager-gui"/>
»  <user username="bob" password="${W}" roles="manager-gui"/>
</tomcat-users>
`,
  ),
  sample(
    'Tomcat context',
    'META-INF/context.xml',
    `
<Context>
»  <Resource name="jdbc/app" auth="Container" type="javax.sql.DataSource" username="svc" password="${P}" driverClassName="org.postgresql.Driver"/>
</Context>
`,
  ),
  sample(
    'Jenkins credentials',
    'credentials.xml',
    `
<com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl>
  <id>git</id>
  <username>bob</username>
»  <password>{AQAAABAAAAAQ⟦[A-Za-z0-9+/]{40}⟧==}</password>
</com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl>
`,
  ),
  sample(
    'Grafana',
    'grafana.ini',
    `
[security]
admin_user = admin
»admin_password = ${P}
»secret_key = ⟦[A-Za-z0-9]{19}[0-9]⟧
`,
  ),
  sample(
    'RabbitMQ',
    'rabbitmq.conf',
    `
default_user = svc
»default_pass = ${P}
listeners.tcp.default = 5672
`,
  ),
  sample(
    'RabbitMQ definitions',
    'definitions.json',
    `
{
  "users": [
»    { "name": "svc", "password_hash": "⟦[A-Za-z0-9+/]{48}⟧", "hashing_algorithm": "rabbit_password_hashing_sha256", "tags": "" }
  ]
}
`,
  ),
  sample(
    'supervisord',
    'supervisord.conf',
    `
[inet_http_server]
port = 127.0.0.1:9001
username = bob
»password = ${P}
`,
  ),
  sample(
    'Zabbix',
    'zabbix_server.conf',
    `
DBName=zabbix
DBUser=zabbix
»DBPassword=${P}
`,
  ),
  sample(
    'HAProxy',
    'haproxy.cfg',
    `
userlist ops
»    user bob insecure-password ${P}
listen stats
    stats enable
»    stats auth admin:${P}
`,
  ),
  sample(
    'Prometheus',
    'prometheus.yml',
    `
scrape_configs:
  - job_name: app
    basic_auth:
      username: bob
»      password: ${P}
    static_configs:
      - targets: ['app:9090']
`,
  ),
  sample(
    'Traefik',
    'dynamic.yml',
    `
http:
  middlewares:
    auth:
      basicAuth:
        users:
»          - "bob:$apr1$⟦[./0-9A-Za-z]{8}⟧$⟦[./0-9A-Za-z]{22}⟧"
`,
  ),
  sample(
    'slapd',
    'slapd.conf',
    `
suffix "dc=acme,dc=io"
rootdn "cn=admin,dc=acme,dc=io"
»rootpw {SSHA}⟦[A-Za-z0-9+/]{32}⟧
`,
  ),
  sample(
    'Postfix',
    'etc/postfix/sasl_passwd',
    `
»[smtp.acme.io]:587 bob@acme.io:${P}
`,
  ),
  sample(
    'Exim',
    'passwd.client',
    `
»*.acme.io:bob@acme.io:${P}
`,
  ),
  sample(
    'rsyncd',
    'rsyncd.secrets',
    `
»backup:${P}
`,
  ),
  sample(
    'irssi',
    '.irssi/config',
    `
chatnets = {
  libera = {
    type = "IRC";
    sasl_username = "bob";
»    sasl_password = "${P}";
  };
};
`,
  ),
  sample(
    'ZNC',
    'znc.conf',
    `
<User bob>
	Nick = bob
	<Pass password>
»		Hash = ⟦[0-9a-f]{64}⟧
		Method = SHA256
	</Pass>
</User>
`,
  ),
  sample(
    'bitcoin.conf',
    'bitcoin.conf',
    `
server=1
rpcuser=bob
»rpcpassword=⟦[A-Za-z0-9_-]{43}⟧=
`,
  ),
  sample(
    'Transmission',
    'settings.json',
    `
{
    "rpc-authentication-required": true,
»    "rpc-password": "{⟦[0-9a-f]{40}[A-Za-z0-9./]{8}⟧",
    "rpc-port": 9091
}
`,
  ),
  sample(
    'Tor',
    'torrc',
    `
ControlPort 9051
»HashedControlPassword 16:⟦[0-9A-F]{58}⟧
`,
  ),
  sample(
    'Hadoop',
    'hive-site.xml',
    `
<configuration>
  <property>
    <name>javax.jdo.option.ConnectionPassword</name>
»    <value>${P}</value>
  </property>
</configuration>
`,
  ),
  sample(
    'docker-compose',
    'docker-compose.yml',
    `
services:
  db:
    image: postgres:16
    environment:
      POSTGRES_USER: svc
»      POSTGRES_PASSWORD: ${P}
  cache:
»    command: redis-server --requirepass ${P}
`,
  ),
]
