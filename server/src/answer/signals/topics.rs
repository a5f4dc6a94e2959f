//! The sensitive topics that are on from the start, in English and German. Owners edit them as data.

use app::domain::signal::{Form, Topic, Wording};

/// One list of wordings: `language form: wording | wording`.
struct Listed {
    id: &'static str,
    name: &'static str,
    wordings: [(&'static str, Form, &'static str); 6],
}

/// What people handle from the first day on: money disputes, privacy, cancellation, permissions, complex imports.
pub fn default_topics() -> Vec<Topic> {
    let topic = |listed: Listed| Topic {
        id: listed.id.to_owned(),
        name: listed.name.to_owned(),
        is_on: true,
        wordings: listed.wordings.into_iter().flat_map(|(language, form, list)| wordings(language, form, list)).collect(),
    };
    [money(), privacy(), cancellation(), permissions(), imports()].map(topic).to_vec()
}

fn wordings(language: &str, form: Form, list: &str) -> Vec<Wording> {
    let texts = list.split(" | ").map(str::trim).filter(|text| !text.is_empty());
    texts.map(|text| Wording { language: language.to_owned(), form, text: text.to_owned() }).collect()
}

fn money() -> Listed {
    Listed {
        id: "money_dispute",
        name: "Money disputes",
        wordings: [
            (
                "en",
                Form::Said,
                "charged/billed/debited/invoiced … twice/double/2x | charged/billed/debited … two/2/three/3 times | you charged/billed/debited me/us/my | \
                 charged/billed/debited my/our card/account/visa/paypal | took/taken/withdrew/withdrawn/deducted … from my/our (bank/credit) account/card | \
                 identical/duplicate charge/charges/payment/payments/invoice | dont/not/didnt recognise/recognize … charge/payment/transaction/debit | you owe me/us | \
                 give/send/return (me/us) (all) my/our money | am/are i/we still paying | demand/want/expect (a/full) reimbursement/compensation | \
                 invoice/bill/amount/charge … doesnt/not match | invoice/bill … too high | twice/double charged/billed/charge/charges/billing | \
                 charge/bill (me/us) twice | wrongly/incorrectly/mistakenly charged/billed/debited | \
                 charged/billed/debited … wrongly/incorrectly | charged/billed/debited … in/by error/mistake | overcharged/overbilled | \
                 charged/billed (me/us) (way) too much | charged/billed … wrong amount | charged … didnt/never/not order/buy/authorize/authorise | \
                 unauthorized/unauthorised/fraudulent charge/charges/payment/payments/transaction/transactions/debit | \
                 still … charging/billing me/us | still being/getting charged/billed | still charged/billed me/us | cancel*/refund* … still … charged/billed/charging/paying | \
                 charged/billed (me/us) after … cancel* | \
                 i/we dispute/contest | disputing (a/the/this/your/my) charge/charges/payment/invoice/bill/transaction | billing/payment/invoice dispute | \
                 billing error/mistake | want/demand/expect/wanting/demanding/deserve (a) (full/complete) refund | \
                 need/requesting/like a/my/the (full/complete) refund | refund me/us | \
                 refund* … rejected/denied/refused/declined | refused/refusing/refuse … refund | wheres/where (is) my/our refund/money | \
                 still waiting … my/our/the refund/money | never/didnt/havent/not got/get/receive/received my/our/the refund | \
                 your/the/my/our/this invoice/bill is wrong/incorrect | stole/stolen my/our money | charged … without … permission/consent/asking",
            ),
            (
                "en",
                Form::Wished,
                "get/receive/claim/request a/my/the/our (full/complete) refund | dispute/contest (a/the/this/that/my/your/an) (recent/last/double/wrong) charge/charges/payment/invoice/bill/fee/transaction | \
                 file/start/open/initiate/raise/request/do/make (a/the) (bank/credit/card/payment/billing) chargeback/dispute | my/our money back | \
                 charge (this/it/that) back | reverse … charge/payment | claim … compensation | compensation | reimburse me/us | my/our money returned/refunded | be refunded",
            ),
            (
                "en",
                Form::Ordered,
                "refund (this/that/it/my/our/the/last) (last/full/whole) payment/order/charge/invoice/money/purchase/amount/it | issue … refund | refund (this/that/it) to me/us",
            ),
            (
                "de",
                Form::Said,
                "doppelt/zweimal … abgebucht/belastet/berechnet/bezahlt/gezahlt/eingezogen | abgebucht/belastet/berechnet/eingezogen … doppelt/zweimal | \
                 doppelte abbuchung/rechnung/belastung/zahlung | unrecht/fälschlich* … abgebucht/belastet/berechnet/eingezogen | \
                 unberechtigte abbuchung/abbuchungen/belastung/zahlung | zuviel abgebucht/berechnet/bezahlt/gezahlt | zu viel abgebucht/berechnet/bezahlt/gezahlt | \
                 trotz (meiner/der) kündigung | weiter/weiterhin/trotzdem (geld) abgebucht/belastet/berechnet | immer noch (geld) abgebucht/belastet/berechnet | will/möchte/verlange/fordere/verlangen/fordern (mein/unser/das) geld zurück | \
                 will/möchte/verlange/fordere/brauche/beantrage/verlangen/fordern eine/meine/die (volle/sofortige) erstattung/rückerstattung | \
                 widerspreche/widersprechen/reklamiere/reklamieren/beanstande … rechnung/abbuchung/lastschrift/zahlung | \
                 rechnung … falsch/fehlerhaft | rechnung … stimmt nicht | wo bleibt/ist mein/meine/unser/unsere geld/erstattung/rückerstattung | \
                 noch kein/keine geld/erstattung/rückerstattung … erhalten/bekommen",
            ),
            (
                "de",
                Form::Wished,
                "geld zurück | abbuchung/zahlung/rechnung … anfechten/reklamieren/beanstanden/widersprechen | rechnung … widersprechen | zahlung … zurückbuchen",
            ),
            (
                "de",
                Form::Ordered,
                "erstatte*/erstatten … mir/uns/betrag/geld/zahlung | betrag/geld/zahlung … erstatten/zurücküberweisen/zurückzahlen",
            ),
        ],
    }
}

fn privacy() -> Listed {
    Listed {
        id: "privacy",
        name: "Privacy",
        wordings: [
            (
                "en",
                Form::Said,
                "data/information/info/details … (you) … about/on me | my/our right/rights to (be) forgotten/erasure/access/deletion | \
                 have/get (all/any) (of) my/our/all (personal) data/account/information/details deleted/removed/erased/wiped | \
                 leaked/leak/leaking/exposed/sold/selling/shared my/our (personal/private) data/information/details/email/address | \
                 never/didnt/not consent/consented | got/gained access to my/our (private/personal) data/account/details/information | privacy complaint/violation | violat*/breach*/breaking … gdpr/privacy | breach of … gdpr/privacy/data | \
                 under/per/by (the) gdpr/ccpa/article … (i) … delete/erase/remove/request/right/rights | exercise/exercising … right/rights",
            ),
            (
                "en",
                Form::Wished,
                "gdpr/ccpa/privacy/data/dsar/sar (data/protection/subject/access/privacy/deletion/erasure/removal/portability) (access/deletion/erasure) request/complaint/inquiry/enquiry | \
                 subject access (request) | right to (be) forgotten/erasure/access | \
                 delete/erase/remove/wipe/purge/destroy (all/any) (of) my/our/all (own) (personal/private/user/account) data/information/info/details/record/records/profile/history/conversations | \
                 delete/erase/remove/wipe/purge everything … about/on me/us | forget me/us | \
                 copy of (all) (of) (my/our/the) (personal) data | \
                 my/our (personal/private) data/information/details (to) (be) deleted/removed/erased/wiped/forgotten | \
                 delete/erase/remove my/our email/address/name/number/phone/photo/details (address/number) from | delete/erase/remove me/us | withdraw/revoke (my/our) consent | object/objection to … processing | stop processing/selling/sharing my/our/all",
            ),
            (
                "en",
                Form::Ordered,
                "send/give/provide/show/tell … my/our personal/stored data/information | delete/erase/remove … personal data/information/details",
            ),
            (
                "de",
                Form::Said,
                "daten/informationen … über mich | gespeichert* … über mich | recht auf … vergessen* | verstoß*/verletz* … datenschutz/dsgvo | \
                 datenschutzbeschwerde/datenschutzverstoß | auskunft … (nach) … dsgvo | gemäß … dsgvo | nach art/artikel … dsgvo | meine daten … weitergegeben/verkauft/geleakt",
            ),
            (
                "de",
                Form::Wished,
                "mein*/unser*/all*/sämtlich* (personenbezogen*/persönlich*/gespeichert*) daten/angaben/informationen … lösch*/gelöscht/entfern*/vernicht* | \
                 lösch*/entfern* (sie) (bitte) (sie) (all*/sämtlich*) mein*/unser*/all* (personenbezogen*/persönlich*/gespeichert*) daten/angaben/informationen | \
                 auskunft … daten/dsgvo | datenauskunft/datenlöschung/löschantrag/auskunftsantrag | dsgvo anfrage/auskunft/antrag/löschung | \
                 kopie … daten | einwilligung … widerruf* | widerruf* … einwilligung | verarbeitung … widersprechen | datenschutz anfrage/beschwerde/antrag",
            ),
            ("de", Form::Ordered, "personenbezogen*/persönlich* daten … lösch*/entfern*/schick*/send*"),
        ],
    }
}

fn cancellation() -> Listed {
    Listed {
        id: "cancellation",
        name: "Cancellation",
        wordings: [
            (
                "en",
                Form::Said,
                "notice of cancellation/termination | (my/our/this/the) cancellation request | hereby cancel/terminate | \
                 (longer/not/dont) want/need (to) (keep/continue) my/our/this/the (paid/current) subscription/account/membership/contract anymore | \
                 no longer want/need (my/our/this/the/your) subscription/account/membership/contract/service/plan | cancel me/us | wont/not (be) renew/renewing/continue/continuing (my/our/the/this) subscription/contract/plan/membership | want out (of) | \
                  \
                 problem/problems/trouble/issue/issues with (the/my/our) cancel*/terminat*/deletion … account/order/purchase/subscription/plan/contract",
            ),
            (
                "en",
                Form::Wished,
                "cancel/cancels/cancelled/canceled/cancelling/canceling/end/terminate/stop/quit/discontinue (my/our/this/the) (whole/entire/current/paid/monthly/annual/yearly/pro/premium/business) \
                 subscription/subscriptions/plan/account/membership/contract/agreement/service/renewal/trial/license/licence/order/booking/reservation/policy | \
                 cancel/cancels/cancelled/canceled/cancelling/canceling/terminate/end my/our … subscription/plan/account/membership/contract/service/order/booking/reservation/appointment | \
                 my/our/this/the … subscription/plan/account/membership/contract/order/booking/reservation (to) (be) cancelled/canceled/terminated/closed/deleted/stopped | \
                 close/delete/deactivate/remove (my/our/this/the) (whole/entire/old/user) account/accounts/workspace | \
                 cancel/cancels/cancelled/canceled/cancelling/canceling/close/terminate … account | cancel/cancels/cancelled/canceled/cancelling/canceling (my/our/the/this) purchase | cancel* everything/immediately/now/today/asap | cancel* … immediately/asap/right/away | \
                 stop … (auto/automatic) … renewing/renewal | unsubscribe me/us | unsubscribe from (the/your/this) service/plan | cancel | get out of (my/our/the/this) contract/subscription/plan | leave your service/platform",
            ),
            ("en", Form::Ordered, "cancel it/this/that | stop/end … subscription/membership/contract/plan | turn off/disable … renewal"),
            (
                "de",
                Form::Said,
                "hiermit kündige/kündigen/storniere/stornieren | kündige/kündigen … hiermit | meine/unsere kündigung … bestätigen/eingereicht/einreichen | \
                 reiche … kündigung ein | außerordentlich* kündig* | fristlos* kündig*",
            ),
            (
                "de",
                Form::Wished,
                "mein*/unser*/dies*/das/den/die/der (gesamt*/aktuell*/komplett*) abo/abonnement/vertrag/konto/account/mitgliedschaft/tarif/bestellung/buchung/reservierung/kundenkonto … \
                 kündig*/gekündigt/beend*/stornier*/lösch*/gelöscht/schließ*/widerruf* | \
                 kündig*/beend*/stornier*/lösch*/schließ* (sie/bitte/ich/wir) (bitte) mein*/unser*/dies*/das/den/die (gesamt*/aktuell*) \
                 abo/abonnement/vertrag/konto/account/mitgliedschaft/tarif/bestellung/buchung/reservierung/kundenkonto | kündigen | kündigung",
            ),
            ("de", Form::Ordered, "kündig* … abo/vertrag/mitgliedschaft/tarif | lösch* … konto/account"),
        ],
    }
}

fn permissions() -> Listed {
    Listed {
        id: "permissions",
        name: "Permissions and ownership",
        wordings: [
            (
                "en",
                Form::Said,
                "owner/admin/administrator … left (the/our) company/organisation/organization/team/business/us | \
                 owner/admin/administrator … no longer works/work/with/here/available/employed | owner/admin … passed away | owner/admin … died | \
                 owner/admin/administrator (has/just) quit/resigned/vanished/disappeared/unreachable | needs/need to be/become (the/an) (new) (account) owner/admin/administrator | \
                 locked out of … owner/admin/administrator | lost … owner/admin/administrator access/rights | \
                 ex/former employee/colleague/partner … still … access/admin/owner/login | hijacked/stole/stolen/took … ownership",
            ),
            (
                "en",
                Form::Wished,
                "transfer/hand/change/move/switch/reassign … ownership | change/replace … owner | transfer … account/workspace to | become (the) (new) (account) owner/admin/administrator | \
                 admin/owner/administrator rights/right/access/permission/permissions/privileges/role/status | \
                 change/changes/modify/update/edit … permission/permissions/role/roles | permission/role change/changes | take over … account | \
                 permissions … changed",
            ),
            (
                "en",
                Form::Ordered,
                "make/set/promote … admin/administrator/owner | give/grant … access/admin/permission/permissions/rights/role | \
                 remove/revoke/withdraw/take … access/admin/administrator/permission/permissions/rights | \
                 add/invite … as (an/a/the) admin/administrator/owner | \
                 add/remove/delete (my/our/a/the) (new/old/former/ex) user/colleague/employee/coworker/teammate/accountant/partner | upgrade … admin | remove/add/delete/kick … from/to (my/our/the) account/team/workspace/organisation/organization",
            ),
            (
                "de",
                Form::Said,
                "inhaber*/eigentümer*/admin*/besitzer* … firma/unternehmen/team … verlassen | inhaber*/eigentümer*/admin* … nicht mehr … da/firma/unternehmen/dabei | \
                 ehemalig*/ex … noch … zugriff/zugang/adminrechte/login",
            ),
            (
                "de",
                Form::Wished,
                "inhaber*/eigentümer*/besitzer*/kontoinhaber* … änder*/geändert/übertrag*/wechsel*/gewechselt/überschreib* | \
                 übertrag*/überschreib* … inhaber*/eigentum*/konto/account | adminrechte/administratorrechte/adminzugang/adminzugriff | \
                 berechtigung*/rolle/rollen/rechte … änder*/geändert/anpassen",
            ),
            (
                "de",
                Form::Ordered,
                "zugriff/zugang/rechte/berechtigung* … entzieh*/entzogen/entfern*/geb*/erteil*/sperr* | geb*/gib/erteil*/entzieh*/entfern*/sperr* … zugriff/zugang/rechte/adminrechte/berechtigung* | \
                 mach* … zum/zur admin*/inhaber*/eigentümer*",
            ),
        ],
    }
}

fn imports() -> Listed {
    Listed {
        id: "complex_import",
        name: "Complex imports",
        wordings: [
            (
                "en",
                Form::Said,
                "import/migration … failed/crashed/corrupt*/halfway/stuck/incomplete | data/records/contacts/everything … missing/lost/gone/corrupted/duplicated … import/migration | \
                 import/migration … keeps crashing/failing/stopping | import/migration … lost/duplicated/broke | # … records/contacts/rows/customers/tickets/users/members … import*/migrat*/move/bring/transfer | lost … during/after (the/our) import/migration | help/assistance/support (me/us) with (the/our/a/my) (data) migration/migrating | \
                 complex/complicated/custom (data) import/migration | roll back (the/our) import/migration",
            ),
            (
                "en",
                Form::Wished,
                "migrate/migrating/move/moving/transfer/transferring/switch (over) (all/everything) (of) (my/our/the) (existing/old/historical) … from … to | \
                 migrate/migrating … from | import/migrate/transfer/move/upload … # | import/migrate/transfer/move … thousands/million/millions/terabytes/gigabytes | \
                 import/migrate/transfer/move … years/decade/historical/history/relations/attachments | \
                 import/migrate … custom fields | large/big/huge/bulk/complex/massive (data) import/migration | migrate/move/transfer everything/all | migrate my/our",
            ),
            (
                "en",
                Form::Ordered,
                "import/migrate/move/transfer … data/contacts/customers/clients/members/tickets/users/records/list/history/conversations/everything/file/spreadsheet/database | \
                 do/handle/run (the/our/a/my) (data) import/migration | migrate us/me",
            ),
            (
                "de",
                Form::Said,
                "import/migration/datenimport … fehlgeschlagen/abgebrochen/hängt/unvollständig | nach dem/der import/migration … fehl*/weg/doppelt/verschwunden | \
                 hilfe/unterstützung … migration/datenmigration/umzug | komplex*/aufwändig*/aufwendig* import/migration/datenimport/datenmigration",
            ),
            (
                "de",
                Form::Wished,
                "daten … von/aus … migrier*/importier*/übernehm*/umzieh*/übertrag* | migrier*/importier*/übernehm*/umzieh*/übertrag* … von/aus | von … umziehen/migrieren/wechseln | \
                 # … importier*/migrier*/übernehm* | groß* import/datenimport/migration/datenmigration | datenmigration",
            ),
            (
                "de",
                Form::Ordered,
                "importier*/migrier*/übernehm*/übernimm* … daten/kontakte/kunden/mitglieder/liste/datei/alles | daten/kontakte/kunden/mitglieder/liste/datei … importier*/migrier*/übernehm*",
            ),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_default_topics_keep_their_own_rules() {
        let topics = default_topics();
        let ids: HashSet<_> = topics.iter().map(|topic| topic.id.clone()).collect();
        assert_eq!((topics.len(), ids.len()), (5, 5));
        for topic in topics {
            assert!(topic.is_on && ["en", "de"].iter().all(|language| topic.wordings.iter().any(|wording| wording.language == *language)));
            let texts: HashSet<_> = topic.wordings.iter().map(|wording| &wording.text).collect();
            assert_eq!(texts.len(), topic.wordings.len(), "{}: a wording stands twice", topic.id);
            topic.clone().checked().unwrap_or_else(|fault| panic!("{}: {fault}", topic.id));
        }
    }
}
