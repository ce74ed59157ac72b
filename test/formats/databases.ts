/** Clients, tools and dumps of databases. */
import { P, type Sample, sample, W } from './sample.ts'

export const databases: Sample[] = [
  sample(
    'pgpass',
    '.pgpass',
    `
#hostname:port:database:username:password
»db.acme.io:5432:app:svc:${P}
»localhost:6543:*:postgres:${W}
»*:*:*:backup:a\\:b${P}
`,
  ),
  sample(
    'pgpass',
    'pgpass.conf',
    `
»10.0.0.7:5433:app:svc:${P}
`,
  ),
  sample(
    'pg_service.conf',
    '.pg_service.conf',
    `
[app]
host=db.acme.io
dbname=app
user=svc
»password=${P}
`,
  ),
  sample(
    'pgbouncer user list',
    'userlist.txt',
    `
»"svc" "${P}"
»"app" "md5⟦[0-9a-f]{32}⟧"
`,
  ),
  sample(
    'libpq connection string',
    'connect.py',
    `
import psycopg2
»conn = psycopg2.connect("host=db.acme.io dbname=app user=svc password=${P}")
`,
  ),
  sample(
    'DBeaver data sources',
    'data-sources.xml',
    `
<?xml version="1.0" encoding="UTF-8"?>
<data-sources>
	<data-source id="postgres-jdbc-1" provider="postgresql" name="app" save-password="true" read-only="false">
»		<connection host="db.acme.io" port="5432" server="db.acme.io" database="app" url="jdbc:postgresql://db.acme.io:5432/app" user="svc" password="${W}" type="dev">
			<property name="connectTimeout" value="20"/>
		</connection>
	</data-source>
</data-sources>
`,
  ),
  sample(
    'Robo 3T',
    'robomongo.json',
    `
{
    "connections" : [
     {
       "connectionName" : "app",
       "credentials" : [
        {
         "databaseName" : "app",
         "userName" : "svc",
»         "userPassword" : "${W}"
        }
       ],
       "serverHost" : "db.acme.io",
       "sshHost" : "gw.acme.io",
»       "sshPassphrase" : "${P}",
       "sshPrivateKey" : "",
       "sshUserName" : "bob",
»       "sshUserPassword" : "${P}"
     }
    ],
    "version" : "1.0"
}
`,
  ),
  sample(
    'mongoid.yml',
    'config/mongoid.yml',
    `
production:
  clients:
    default:
»      uri: "mongodb+srv://svc:${P}@cluster0.acme.mongodb.net/app"
      options:
        read:
          mode: :primary
`,
  ),
  sample(
    'redis.conf',
    'redis.conf',
    `
bind 127.0.0.1
port 6379
# requirepass foobared
»requirepass ${P}
»masterauth ${P}
maxmemory 100mb
`,
  ),
  sample(
    'Redis access list',
    'users.acl',
    `
»user default on #⟦[0-9a-f]{64}⟧ ~* &* +@all
»user svc on >${P} ~app:* +@read
user guest on nopass ~public:* +get
`,
  ),
  sample(
    'odbc.ini',
    '.odbc.ini',
    `
[app]
Driver = PostgreSQL
Servername = db.acme.io
UserName = svc
»Password = ${P}
`,
  ),
  sample(
    'cqlshrc',
    '.cassandra/cqlshrc',
    `
[authentication]
username = app
»password = ${P}
[connection]
hostname = db.acme.io
`,
  ),
  sample(
    'dbt profiles',
    '.dbt/profiles.yml',
    `
app:
  target: dev
  outputs:
    dev:
      type: postgres
      host: db.acme.io
      user: svc
»      pass: ${P}
      port: 5432
      dbname: app
`,
  ),
  sample(
    'JDBC properties',
    'application.properties',
    `
server.port=8080
»spring.datasource.url=jdbc:mysql://db.acme.io:3306/app?user=svc&password=${P}
spring.datasource.username=svc
»spring.datasource.password=${P}
spring.jpa.hibernate.ddl-auto=validate
`,
  ),
  sample(
    'ADO connection string',
    'appsettings.json',
    `
{
  "ConnectionStrings": {
»    "App": "Server=tcp:db.acme.io,1433;Initial Catalog=app;User ID=svc;Password=${P};Encrypt=True;"
  },
  "Logging": { "LogLevel": { "Default": "Warning" } }
}
`,
  ),
  sample(
    'ODBC connection string',
    'web.config',
    `
<configuration>
  <connectionStrings>
»    <add name="app" connectionString="Driver={ODBC Driver 17 for SQL Server};Server=db;Database=app;UID=svc;PWD=${P}" />
  </connectionStrings>
  <system.web>
»    <machineKey validationKey="⟦[0-9A-F]{128}⟧" validation="SHA1" />
  </system.web>
</configuration>
`,
  ),
  sample(
    'database URLs',
    'urls.env',
    `
»DATABASE_URL=postgres://svc:${P}@db.acme.io:5432/app
»CACHE=redis://:${P}@cache.acme.io:6379/0
»BROKER=amqps://svc:${P}@mq.acme.io/vhost
»LDAP=ldap://cn=admin:${P}@ldap.acme.io
»MAIL=smtp://bob:${P}@smtp.acme.io:587
»FILES=ftp://bob:${P}@ftp.acme.io/in
»MSSQL=sqlserver://sa:${P}@db.acme.io:1433?database=app
PLAIN=postgres://localhost:5432/app
`,
  ),
  sample(
    'SQL accounts',
    'grants.sql',
    `
CREATE DATABASE app;
»CREATE USER 'svc'@'%' IDENTIFIED BY '${P}';
»ALTER ROLE app WITH LOGIN PASSWORD '${P}';
»CREATE LOGIN app WITH PASSWORD = 0x0200⟦[0-9A-F]{136}⟧ HASHED;
»ALTER ROLE svc WITH PASSWORD 'SCRAM-SHA-256$4096:⟦[A-Za-z0-9+/]{22}⟧==$⟦[A-Za-z0-9+/]{43}⟧=:⟦[A-Za-z0-9+/]{43}⟧=';
GRANT ALL ON app.* TO 'svc'@'%';
`,
  ),
  sample(
    'SQL dump of users',
    'dump.sql',
    `
-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)
CREATE TABLE \`users\` (
  \`id\` int NOT NULL AUTO_INCREMENT,
  \`login\` varchar(60) NOT NULL,
  \`password\` varchar(255) NOT NULL,
  \`mail\` varchar(100) DEFAULT NULL,
  PRIMARY KEY (\`id\`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4;
INSERT INTO \`users\` VALUES
»(1,'bob','⟦[0-9a-f]{32}⟧','bob@acme.io'),
»(2,'eve','$2y$10$⟦[./A-Za-z0-9]{53}⟧','eve@acme.io'),
»(3,'joe','$P$B⟦[./0-9A-Za-z]{30}⟧','joe@acme.io');
INSERT INTO \`things\` VALUES (1,'chair'),(2,'table');
»INSERT INTO accounts (name, password, active) VALUES ('ann', '${P}', 1);
`,
  ),
  sample(
    'mysql.user dump',
    'mysql-users.sql',
    `
»INSERT INTO \`user\` VALUES ('localhost','root','*⟦[0-9A-F]{40}⟧','Y','Y');
»CREATE USER \`app\`@\`%\` IDENTIFIED WITH 'caching_sha2_password' AS 0x24412430303524⟦[0-9A-F]{126}⟧;
`,
  ),
  sample(
    'Hibernate configuration',
    'hibernate.cfg.xml',
    `
<hibernate-configuration>
  <session-factory>
    <property name="hibernate.connection.url">jdbc:mysql://db.acme.io/app</property>
    <property name="hibernate.connection.username">svc</property>
»    <property name="hibernate.connection.password">${P}</property>
  </session-factory>
</hibernate-configuration>
`,
  ),
  sample(
    'CSV of users',
    'users.csv',
    `
id,mail,hash
»1,bob@acme.io,⟦[0-9a-f]{40}⟧
»2,eve@acme.io,⟦[0-9a-f]{64}⟧
`,
  ),
]
