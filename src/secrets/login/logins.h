#ifndef SECRETS_LOGINS_H
#define SECRETS_LOGINS_H

/*
 * Finds logins in a connection or datagram: passwords and their equivalents in lines of SMTP, POP3,
 * IMAP, FTP, NNTP, IRC and ManageSieve, in Redis, memcached, PostgreSQL, MySQL, LDAP, MQTT, AMQP,
 * Kafka, XMPP, SOCKS5, VNC, SNMP, RADIUS, TACACS+, PAP, RIP, OSPF, VRRP and HSRP. A user name alone
 * is no secret. login-prompt.h finds Telnet's logins, where the other side asks for them.
 */

#include "secrets/login/login-source.h"

/*
 * Adds the secrets to the list as SECRET_LOGIN; offsets are those of source->text. Returns whether
 * the text's protocol was understood to its end, binary protocols included. `state` continues with
 * the direction's next text. In a text with gaps only messages of known sizes are read, and those
 * with a gap are hidden whole.
 */
bool logins_find(
	const struct login_source *source, struct login_state *state, struct secret_list *list);

#endif
