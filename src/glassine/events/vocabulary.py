"""The fixed vocabulary of SMTP answers: words that say nothing of a message.

A word belongs here if remote servers say it of themselves, of an address, or of mail
in general. A word people write subjects about ("invoice", "meeting") does not, even
if some server somewhere uses it: it is kept anyway where the message lacks it.
"""

_FUNCTION_WORDS = """
a about after again all already also an and another any are as at be because been
before being between both but by can cannot could did do does doesn't done don't due
during each either else end even every few first for found from further get given go
got had has have haven't having here how however i if in into is isn't it its itself
last later less let like long many may maybe might minute minutes more most much must
n near need needed needs neither new next no non none nor not now of off often on once
one ones only or other others our out over own per please regarding same second
seconds see seems several shall she should since so some such t than that the their
them then there these they this those through thus to today too toward under until up
upon us use used user users using very via want was wasn't way we well were what when
where whether which while who whom why will with within without won't would yes yet
you your
"""

_SMTP = """
8bitmime accept accepted accepting access account accounts action actions added
address addresses administrative administratively administrator admin agent aliased
alias allow allowed anti antispam attempt attempted attempts auth authenticate
authenticated authentication authorised authorized backend bad banned bare begin
blacklist blacklisted block blocked blocklist blocklisted body bounce bounced broken
bulk busy bytes bye capacity characters check checked checks client closed closing
code command commands complete completed concurrent condition configuration configured
conflict congestion connect connected connecting connection connections contact
contains content continue correct could count credentials current currently daemon
data database day days dead defer deferral deferred delay delayed delete deleted
deliver deliverable delivered delivering delivery deny denied destination detail
details detected did different directory disabled disk dmarc dkim dns dnsbl document
domain domains dsn duplicate early ehlo email emails empty encrypted encryption ended
enhanced ending enough envelope error errors esmtp exceed exceeded exceeding exceeds
exist existent exists expected expired fail failed failing failure failures fatal
feature feedback file filter filtered final format forward forwarding found frequently
from full gateway greylist greylisted greylisting graylist graylisted greeting group
hash header headers hello helo help high hold hop hops host hostname hour hours http
https identity id ids illegal inactive inbound inbox incoming incorrect info
information infrastructure insecure insufficient internal internet invalid ip ipv4
ipv6 isp issue known large length limit limited limits limiting line lines link list
listed lmtp load local located locked login loop looks mail mailbox mailboxes mailer
mailing mails maintenance malformed malicious malware match matching maximum mb
message messages method missing mode modified more moved mta multiple mx name names
network nonexistent normal notification notified null number numbers occurred octets
offline ok okay open operation option originating outbound outgoing overloaded owner
over overquota parameter parameters part parse party path pending per permanent
permanently permission permitted pipelining policies policy port possible postmaster
prohibited problem problems process processed processing protection protocol provide
provider ptr quarantine quarantined queue queued queueing quota quit range rate rbl
reached read ready reason reasons receive received receiver receiving recipient
recipients record records recognized recognised reduce refer reference refuse refused
refuses reject rejected rejecting rejection rejects relay relayed relaying relays
remote remove removed report reported reputation request requested require required
requirements requires reset resolve resolved resources respond responding response
restricted restrictions retry return returned reverse route routing rule rules saved
scan scanned score security send sender senders sending sent sequence server servers
service services session sessions shutting similar size smtp smtpd soft spam spammer
spammy spamming spf starttls start started status storage stored store subject
submission submit submitted succeeded success successful successfully support
supported suspected suspended suspicious syntax system systems table temporarily
temporary terminated than time timed timeout timeouts times tls too traffic
transaction transfer transient transmission transmitted transport tried tries try
trying type unable unacceptable unauthenticated unauthorised unauthorized unavailable
undeliverable unexpected unimplemented unknown unrecognised unrecognized unresolvable
unrouteable unsolicited unsupported unverified unusual url utf8 valid validate
validation verification verified verify version violated violates violation virus
visit volume wait whitelist whitelisted write wrong
"""

_HOSTS = """
abuse barracuda barracudacentral com edu gmail google googlemail gov
gsmtp hotmail icloud mimecast net microsoft mx office365 org outlook postfix postini
proofpoint sorbs spamcop spamhaus support uceprotect www yahoo yahoodns zen
"""


VOCABULARY = frozenset(f"{_FUNCTION_WORDS} {_SMTP} {_HOSTS}".split())
"""Every word, in lower case."""
