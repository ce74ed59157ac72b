/** Network devices, wireless, tunnels. */
import { P, type Sample, sample } from './sample.ts'

export const networks: Sample[] = [
  sample(
    'Cisco IOS',
    'router.cfg',
    `
version 15.2
hostname rtr1
»enable secret 5 $1$⟦[./A-Za-z0-9]{4}⟧$⟦[./A-Za-z0-9]{22}⟧
»enable password 7 0⟦[0-9][0-9A-F]{18}⟧
»username bob privilege 15 password 0 ${P}
»tacacs-server key ${P}
»crypto isakmp key ${P} address 203.0.113.1
interface GigabitEthernet0/0
 ip address 10.0.0.1 255.255.255.0
router bgp 65000
»  neighbor 10.0.0.2 password 7 1⟦[0-9][0-9A-F]{18}⟧
`,
  ),
  sample(
    'Juniper',
    'junos.conf',
    `
system {
    root-authentication {
»        encrypted-password "$6$⟦[./A-Za-z0-9]{8}⟧$⟦[./A-Za-z0-9]{86}⟧"; ## SECRET-DATA
    }
    radius-server {
»        10.0.0.1 secret "$9$⟦[A-Za-z0-9./-]{22}⟧"; ## SECRET-DATA
    }
}
`,
  ),
  sample(
    'FortiGate',
    'fortigate.conf',
    `
config vpn ipsec phase1-interface
    edit "hq"
        set interface "wan1"
»        set psksecret ENC ⟦[A-Za-z0-9+/]{64}⟧==
    next
end
`,
  ),
  sample(
    'RouterOS',
    'export.rsc',
    `
/ip address add address=10.0.0.1/24 interface=ether1
»/ppp secret add name=bob password="${P}" service=l2tp
`,
  ),
  sample(
    'wpa_supplicant',
    'wpa_supplicant.conf',
    `
ctrl_interface=/run/wpa_supplicant
network={
    ssid="acme"
»    psk="${P}"
    key_mgmt=WPA-PSK
}
network={
    ssid="corp"
    identity="bob"
»    password="${P}"
}
`,
  ),
  sample(
    'NetworkManager',
    'etc/NetworkManager/system-connections/acme.nmconnection',
    `
[wifi-security]
key-mgmt=wpa-psk
»psk=${P}
`,
  ),
  sample(
    'ipsec.secrets',
    'ipsec.secrets',
    `
# strongSwan
: RSA server.pem
»198.51.100.1 vpn.acme.io : PSK "${P}"
»bob : EAP "${P}"
`,
  ),
  sample(
    'chap-secrets',
    'etc/ppp/chap-secrets',
    `
# client server secret IP addresses
»bob * ${P} *
`,
  ),
  sample(
    'RADIUS clients',
    'raddb/clients.conf',
    `
client gw {
    ipaddr = 10.0.0.1
»    secret = ${P}
}
`,
  ),
  sample(
    'SNMP',
    'snmpd.conf',
    `
agentAddress udp:161
»rocommunity ${P} 10.0.0.0/8
rocommunity public localhost
»createUser bob SHA ${P} AES
`,
  ),
  sample(
    'OpenVPN login',
    'openvpn/auth.txt',
    `
bob
»${P}
`,
  ),
  sample(
    'OpenVPN static key',
    'ta.key',
    `
#
# 2048 bit OpenVPN static key
#
-----BEGIN OpenVPN Static key V1-----
»⟦[0-9a-f]{32}⟧
⟦[0-9a-f]{32}⟧
⟦[0-9a-f]{32}⟧
-----END OpenVPN Static key V1-----
`,
  ),
  sample(
    'davfs2',
    '.davfs2/secrets',
    `
»https://dav.acme.io/files bob ${P}
`,
  ),
]
