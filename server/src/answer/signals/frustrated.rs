//! Is the visitor angry or stuck? Clear phrases count alone; shouting, marks, emoji and mild words only together.
//!
//! What is felt must be the visitor's own and about us: "a customer is furious" and "is it useless to …" are questions.

use super::{
    said::{self, Word},
    wording::Pattern,
};
use crate::answer::words::without_quotes;
use app::domain::signal::Mood;
use std::sync::LazyLock;

/// From this sum on it's said clearly.
const CLEAR: f32 = 1.0;
/// A hint counts more where a message shortly before had one.
const HINT: f32 = 0.4;
const AGAIN: f32 = 0.5;
/// So many earlier messages are looked at.
const LOOKS_BACK: usize = 3;

/// Clear anger. `BAD` and `VERY` stand for their lists.
const ANGRY: &str = "this/that/it/bot/chatbot/support/service/ai/chat/assistant/answer/answers/company/app/site/website/product/software/thing/you/experience/everything \
    is/are/was/were/has (been) (VERY) (VERY) BAD | its/thats/youre/theyre (VERY) (VERY) BAD | what a/an (VERY) BAD | you (VERY) useless/stupid/dumb/worthless/pathetic | \
    BAD (customer) bot/chatbot/robot/ai/support/service/company/assistant/answer/answers/help/experience | worst (customer) service/support/company/experience/bot/help/product/app | worst … ever | \
    im/were/am/are/i/ive/feel/feeling/getting/become (been/am/feel/become/VERY) (VERY) angry/furious/pissed/livid/fuming/outraged/disgusted/frustrated/annoyed/upset/disappointed | \
    pissed off | fed up | sick of | sick and tired | tired of (all) (of) (this/your/waiting/asking/these/repeating) (bot/support/answers/same/bullshit/nonsense) | \
    had enough | had it with | had it up to here | losing/lost/lose my/our patience | out of patience | patience is over/running | \
    this/that/it/its/thats (is) (VERY) (VERY) frustrating/annoying/infuriating/unacceptable/outrageous | so/very/really/extremely/incredibly frustrating/annoying/disappointing/disappointed/frustrated/annoyed/angry/upset | \
    fuck*/motherfuck* | wtf | ffs | stfu | bullshit | shit | shitty | asshole/assholes | bastards | morons/moron | idiots | you/bunch/bloody/stupid … idiot | piece of shit/crap/junk/garbage | \
    screw you | go to hell | you suck | this/it/bot/support/service sucks | hate this/you/your | \
    are you (VERY) kidding/joking/stupid/deaf/blind/dumb/serious | you (have/ve/must) (got/be) (to/be) (be) kidding/joking | youve got to be kidding/joking | \
    waste/wasting/wasted (of) (my/our/everyones) time/money | you/youre/bunch (guys/people/all/of) (are) (VERY) scammers/thieves/liars/crooks/criminals/incompetent/clowns/fraudsters | scammed me/us | \
    shame on you | how dare you | never (ever) (using/use/buy/buying) (from) (you/this/your) (service/again) again | ill/will/going/gonna … sue you/your | hear from my/our lawyer/lawyers/solicitor | \
    report you to | ill/will/going/gonna … leave a (VERY) bad/negative review | nobody/noone/one … knows … doing | you guys/people/lot are/is (VERY) (VERY) BAD | how is this/it so bad | someone/somebody/anyone competent | losing it | unter aller sau/kanone | \
    what kind of support/service/company/help is this | cant believe how bad | drehe … durch | drecksladen/sauladen | nobody cares | dont (even) care about | ripping (me/us) off | ripped (me/us) off | complete/total/absolute/utter joke/disgrace/nonsense/rubbish/garbage/waste | \
    das/dies/es/support/service/bot/ist/euer/ihr ist (ja/doch/echt/wirklich/absolut/völlig/einfach/so/nur/alles/hier/mehr/als) (ein/eine/der/die/nur/völlig/reine/absolute) \
    lächerlich/unverschämt*/frechheit/witz/scheiße/scheisse/mist/katastrophe/inakzeptabel/nutzlos/sinnlos/skandal/peinlich/schrott/müll/saftladen/zumutung/abzocke/betrug/unmöglich | \
    nutzlos*/dumm*/blöd*/dämlich*/scheiß*/beschissen* (kunden) bot/chatbot/support/service/kundenservice/antwort*/laden/ki | scheiß*/scheiss* | beschissen* | verarsch* | veräppel* | \
    bin/sind (VERY) (VERY) wütend/sauer/stinksauer/verärgert/genervt/enttäuscht/stinkwütend | mir reichts | mir reicht es | es reicht | jetzt reichts | schnauze voll | nase voll | \
    so ein/eine (VERY) mist/frechheit/sauerei/unsinn/unverschämtheit/schwachsinn | was für ein/eine (VERY) mist/frechheit/sauerei/saftladen/schwachsinn/witz/katastrophe | zeitverschwendung | saftladen | frechheit | unverschämt | \
    ihr/sie idioten | idioten | zum kotzen | anwalt einschalten | hören … von meinem anwalt | nie wieder … bei/mit euch/ihnen | kann doch/ja nicht wahr sein | ernsthaft unfähig | unfähig*";

/// Words for what somebody is angry about.
const BAD: &str = "useless/worthless/ridiculous/terrible/horrible/awful/pathetic/garbage/rubbish/trash/crap/joke/unacceptable/outrageous/disgusting/disgrace/disgraceful/infuriating/\
    stupid/dumb/idiotic/nightmare/insane/disaster/appalling/laughable/unbelievable/nonsense/scam/ripoff/fraud/theft/unprofessional/incompetent/absurd/atrocious/abysmal";

/// What makes such a word stronger.
const VERY: &str = "just/so/completely/totally/absolutely/really/fucking/freaking/such/simply/beyond/utterly/pretty/a/an/the/all/quite/very/fully/bloody/damn/complete/total/getting/extremely/\
    utter/absolute/effing/big/now/still/seriously/actually/genuinely/echt/sehr/richtig/wirklich/so/mega/langsam/ziemlich/total/völlig/extrem/maßlos";

/// Clear signs of being stuck.
const STUCK: &str = "not (really/very/at) (all) helping/helpful/helped | doesnt/didnt/dont/isnt/wasnt/arent (really/even) help/helping/helpful (me/at/here/all) | unhelpful | no help at all | youre/you are no help | \
    not (at) (all) what i (was/am) asked/asking/ask/mean/meant/want/wanted/said/need | isnt/wasnt/thats not what i (was/am) asked/asking/ask/mean/meant/want/wanted/said/need | \
    not/didnt/doesnt/dont/never/nor/isnt (even) answer/answered/answering/answers (to) my question/questions | you dont/didnt/never/not/arent (even) understand/understood/understanding/listen/listening/get/read | you still dont | \
    youre not understanding/listening/answering/helping/reading | dont you understand/get/read/listen | you keep/just sending/giving/repeating/saying/telling/asking/repeat/say/send/give/ask | keep/keeps/kept getting/giving/sending/repeating/asking … same | \
    third/fourth/fifth/sixth/tenth/hundredth/millionth/3rd/4th/5th/10th/100th time (now) (that) (i/im/ive/we/weve/asking/writing/contacting) | \
    asked/asking/told/telling/said/explained/written/wrote/contacted (you/this/it/that/the) (same/you) (question/now) (already/before) (now) (two/three/four/five/ten/several/many/multiple/dozen/3/4/5/10) times | \
    i/ive/we/weve already asked/told/said/explained/answered/tried/did/done … (that/you) | same answer/reply/response/thing (over/again/every) (and) (over/again/time) | same useless/wrong/stupid answer/reply/link/article | \
    going/go/running/run/went/talking (around/round) in circles | around in circles | over and over | again and again | how many (more) times do/must/have/should/will i/we | how often do i | still no answer/reply/response/solution/help | \
    your answer/answers make/makes no sense | same problem/issue/error/thing again | not/didnt/dont (even) read/reading what/my | read my question/message | \
    thats/its/this/that (is) not it | stop sending/giving/repeating/asking/telling me | just answer the/my question | listen to me | nothing works/work/helps/helped/worked/working | tried everything | my wits | i give up | giving up on | getting nowhere | leads nowhere | wrong answer | wrong again | \
    i/ive/we/weve/im/been … trying/tried/struggling/fighting/waiting/wasted/spent … hours/days/weeks/ages | for the love of god | why is this so hard/complicated/difficult | why is it so hard/complicated/difficult | makes no sense (at) (all) | pulling my hair | driving/drives me crazy/mad/nuts/insane | \
    hilft/hilfst/helfen/geholfen (mir/uns) (das) (überhaupt/gar/leider/so/auch/kein) (stück) nicht/nix/null | nicht hilfreich | bringt (mir/mich) (überhaupt/gar/auch) nichts/nix | (das) (war/ist) nicht meine frage | nicht (das) (was/wonach) ich (gefragt/gemeint/wollte/meinte) | \
    danach habe ich nicht gefragt | verstehst/versteht/verstehen/kapierst/kapiert (du/ihr/sie) (mich/meine/das/es/frage) (frage/einfach) nicht | du/sie/ihr verstehst/versteht/verstehen/kapierst/liest/lesen (mich/meine/das/es) (frage/einfach/überhaupt) nicht | \
    zum dritten/vierten/fünften/zehnten/hundertsten/xten/x mal | schon/bereits (zum) (zwei/drei/vier/fünf/zehn/mehrfach/mehrmals/dreimal/zweimal/hundert) (mal/male) gefragt/geschrieben/gesagt/erklärt/nachgefragt/angefragt | \
    habe/hab/haben … (schon/bereits) gefragt/gesagt/erklärt/geschrieben … (schon) mal | immer/jedes (nur/wieder/mal) die/den/das gleiche/gleichen/selbe/dieselbe/selben | immer dieselbe antwort | im kreis | noch/weiterhin (immer) keine antwort/lösung/hilfe/reaktion | \
    warte/warten … seit … stunden/tagen/wochen/monaten | seit … stunden/tagen/wochen/monaten … warte/warten | dritte/vierte/fünfte/zehnte mal | nichts funktioniert/hilft/klappt | nichts davon hilft/funktioniert | alles (schon) (mögliche) versucht/probiert/ausprobiert | verzweifle/verzweifelt/verzweifeln | gebe auf | treibt mich … wahnsinn | falsche antwort | wie oft (denn/soll/muss/noch)";

/// What counts only together with something else.
const HINTS: &str = "still not working/work/works/fixed/solved/resolved | still doesnt/isnt/cant/wont/dont | does/do/is still not | stuck | damn/dammit/goddamn | bloody | crap | seriously | BAD | frustrating/annoying/disappointing/frustrated/annoyed | \
    now | immediately | asap | for hours/days/weeks | no one/nobody answers/replies/responds/helps | hello hello | come on | \
    immer noch nicht | noch immer nicht | geht/funktioniert/klappt (es) (wieder) nicht | komme/kommen (hier) nicht weiter | verdammt* | verflucht* | mist | seit stunden/tagen/wochen | sofort | nervt/nervig | ernsthaft | unfassbar";

/// What holds such words and means no harm.
const HARMLESS: &str = "stupid/dumb/silly/idiotic/basic question/questions | sound/sounds/seem/seems/feel/look (VERY) stupid/dumb/silly | stupid/dumb/silly of me | (maybe/probably) its (just) (VERY) me | im/am/i (VERY) stupid/dumb/idiot | \
    idiot proof | (customer/client/user) said | terrible/horrible/awful at/with | right/until/by/for/from/as of now | now and/that/then/it/how/what/i/we/the/my | stuck on/at/with/in | bot/spam traffic | \
    dumme/blöde frage | steht im stau | es reicht mir/wenn/für/aus/dass/auch/nicht/doch | (VERY) fucking great/awesome/amazing/brilliant/good/love/cool | terrible/horrible/awful/bad weather/day/headache/accident/storm | now available | until now | not … now";

static ANGRY_PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| patterns(ANGRY));
static STUCK_PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| patterns(STUCK));
static HINT_PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| patterns(HINTS));
static HARMLESS_PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| patterns(HARMLESS));

fn patterns(list: &str) -> Vec<Pattern> {
    list.split(" | ").map(|text| Pattern::read(&text.replace("BAD", BAD).replace("VERY", VERY))).collect()
}

/// The visitor's mood where `text` shows it, `earlier` being what they wrote before, newest last.
pub fn frustrated(text: &str, earlier: &[&str]) -> Option<Mood> {
    let now = Strength::of(text);
    let hinted = earlier.iter().rev().take(LOOKS_BACK).any(|text| Strength::of(text).sum() >= HINT);
    let again = if hinted && now.sum() >= HINT { AGAIN } else { 0.0 };
    (now.sum() + again >= CLEAR).then_some(if now.angry + now.loud > now.stuck { Mood::Angry } else { Mood::Stuck })
}

/// Whether a message says nothing but that the answer didn't help.
pub(super) fn insists(text: &str) -> bool {
    let words = said::words(&without_quotes(text));
    words.len() <= 12 && STUCK_PATTERNS.iter().any(|pattern| pattern.find(&words).is_some())
}

/// How strongly a message shows each feeling.
#[derive(Debug, Clone, Copy)]
struct Strength {
    angry: f32,
    stuck: f32,
    /// Mild words.
    hints: f32,
    /// Capitals, marks and emoji.
    loud: f32,
}

impl Strength {
    fn of(text: &str) -> Self {
        let text = without_quotes(text);
        let words = without_harmless(said::words(&text));
        let n = |patterns: &[Pattern]| patterns.iter().filter(|pattern| pattern.find(&words).is_some()).count() as f32;
        let is_only_bad = (1..=3).contains(&words.len()) && !text.contains('?') && n(&BAD_PATTERN) > 0.0;
        let angry = n(&ANGRY_PATTERNS) + f32::from(u8::from(is_only_bad));
        Self { angry, stuck: n(&STUCK_PATTERNS), hints: (n(&HINT_PATTERNS) * 0.4).min(0.6), loud: loud(&text, &words) }
    }

    fn sum(self) -> f32 {
        self.angry + self.stuck + self.hints + self.loud
    }
}

static BAD_PATTERN: LazyLock<Vec<Pattern>> = LazyLock::new(|| patterns("BAD"));

/// The words without those that belong to a harmless phrase.
fn without_harmless(mut words: Vec<Word>) -> Vec<Word> {
    for pattern in HARMLESS_PATTERNS.iter() {
        while let Some(place) = pattern.find(&words).filter(|place| !place.is_empty()) {
            words.drain(place);
        }
    }
    words
}

/// Shouting, rows of marks, and faces.
fn loud(text: &str, words: &[Word]) -> f32 {
    let is_shouted = is_shouted(text);
    let marks = |least: usize, of: &[char]| text.split(|c: char| !of.contains(&c)).any(|run| run.chars().count() >= least);
    let exclaims = text.matches('!').count();
    let is_demand = words.iter().any(|word| matches!(word.folded.as_str(), "now" | "immediately" | "sofort"));
    let is_row = marks(3, &['!', '?', '1']) && marks(2, &['!', '?']);
    let shout = match (is_shouted, exclaims > 0 || is_demand) {
        (true, true) => 1.0,
        (true, false) => 0.6,
        (false, _) => 0.0,
    };
    let row = if is_row { 0.4 } else { 0.0 };
    let faces = match () {
        () if text.contains(['😡', '🤬', '👿', '🖕', '💩', '😠']) => 1.0,
        () if text.contains(['😤', '🙄', '👎', '😒', '😩', '😫', '🤦', '😑']) => 0.5,
        () => 0.0,
    };
    shout + row + faces
}

/// Three words of two letters or more, and nearly all letters large.
fn is_shouted(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (large, all) = letters.fold((0, 0), |(large, all), c| (large + usize::from(c.is_uppercase()), all + 1));
    let long = text.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= 2).count();
    long >= 3 && all >= 10 && large * 10 >= all * 9
}

#[cfg(test)]
mod tests;
