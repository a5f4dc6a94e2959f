//! Which language a text is in, as far as its small words and its script tell. Light and pure: no model, no dictionary.

use super::words::tokens;
use rust_stemmers::Algorithm;
use std::{collections::HashMap, sync::LazyLock};

/// A language that we can tell from others. `Other`: one whose script isn't Latin, Cyrillic or Greek.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    English,
    German,
    French,
    Spanish,
    Italian,
    Portuguese,
    Dutch,
    Swedish,
    Danish,
    Norwegian,
    Finnish,
    Hungarian,
    Romanian,
    Turkish,
    Polish,
    Czech,
    Russian,
    Greek,
    Other,
}

use Language::{
    Czech, Danish, Dutch, English, Finnish, French, German, Greek, Hungarian, Italian, Norwegian, Other, Polish, Portuguese, Romanian,
    Russian, Spanish, Swedish, Turkish,
};

/// The small words of each language, which say nothing of the topic: they tell the language, and search leaves them out.
/// The Czech "pro" isn't among them: it is the name of a plan in every language.
const SMALL: [(Language, &str); 16] = [
    (
        English,
        "the and is are was were how what when where why which who do does did can could would should will my your our their this that these \
        those have has had with from for not don't doesn't i i'm you we they it it's to of in on at be been am if there any or but about \
        get got please need want me an a by as so just after before into without thanks hi hello im ive cant dont whats",
    ),
    (
        German,
        "der die das den dem des ein eine einen einem einer eines und oder aber ist sind war waren wie was wann wo warum wieso welche welcher \
        welches wer kann könnte können muss müssen soll ich du sie wir ihr mein meine meinen meinem meiner dein deine ihre unser unsere nicht \
        kein keine keinen mit von für auf aus bei nach zu zum zur im am als auch noch nur wenn dann hier dort mich mir dich dir uns sich es man \
        habe hat haben hatte werden wird wurde bitte gibt möchte will über ohne um an ab bis danke hallo guten in so",
    ),
    (
        French,
        "le la les un une des du de et ou mais est sont était comment quoi quand où pourquoi quel quelle quels quelles qui que je j'ai tu il elle \
        nous vous ils mon ma mes ton votre vos notre nos ne pas avec pour dans sur sans sous au aux ce cette ces se sa son ses puis-je peut peux \
        pouvez dois faire fait faut bonjour merci s'il plaît plus si en à est-ce qu'est-ce c'est d'un d'une l'on y a",
    ),
    (
        Spanish,
        "el la los las un una unos unas y o pero es son está están era cómo como qué que cuándo dónde por para porque cuál quién yo tú usted \
        nosotros mi mis tu tus su sus nuestro no con sin en de del al se lo le me te nos hay puedo puede pueden quiero tengo hacer hace si más \
        también este esta estos hola gracias favor desde hasta a",
    ),
    (
        Italian,
        "il lo la i gli le un uno una e o ma è sono era come cosa che quando dove perché quale chi io tu noi voi mio mia miei tuo suo nostro non \
        con per in su da di del della dei delle al alla nel nella si mi ti ci vi posso può devo voglio ho ha fare se più anche questo questa ciao \
        grazie buongiorno a",
    ),
    (
        Portuguese,
        "o a os as um uma uns e ou mas são está era como que quando onde porque por para qual quem eu você nós meu minha meus seu sua nosso não \
        com sem em no na nos nas de do da dos das ao à se me te posso pode quero tenho fazer faz mais também este esta isso olá obrigado obrigada favor",
    ),
    (
        Dutch,
        "de het een en of maar is zijn was waren hoe wat wanneer waar waarom welke wie ik jij je u wij we mijn jouw uw ons onze niet geen met van \
        voor op uit bij naar te aan als ook nog maar kan kunnen moet moeten wil heb heeft hebben wordt worden er dit dat deze die om over zonder \
        hallo bedankt graag in",
    ),
    (
        Swedish,
        "och eller men är var hur vad när varför vilken vem jag du vi ni min mitt mina din ditt inte med för på av från till om kan ska måste vill \
        har hade en ett den det de som i att hej tack finns utan",
    ),
    (
        Danish,
        "og eller men er var hvordan hvad hvornår hvor hvorfor hvilken hvem jeg du vi i min mit mine din ikke med for på af fra til om kan skal må \
        vil har havde en et den det de som at hej tak findes uden",
    ),
    (
        Norwegian,
        "og eller men er var hvordan hva når hvor hvorfor hvilken hvem jeg du vi dere min mitt mine din ikke med for på av fra til om kan skal må \
        vil har hadde en et den det de som å hei takk finnes uten",
    ),
    (
        Finnish,
        "ja tai mutta on ovat oli miten mitä milloin missä miksi mikä kuka minä sinä me te minun sinun ei en voi voin voiko pitää haluan kun että jos \
        se tämä hei kiitos kuinka saan olen",
    ),
    (
        Hungarian,
        "a az és vagy de van vannak volt hogyan mi mikor hol miért melyik ki én te mi nem egy meg hogy ha lehet tudom kell szeretnék szia köszönöm \
        mit csak még",
    ),
    (
        Romanian,
        "și sau dar este sunt era cum ce când unde de care cine eu tu noi meu mea mei nu cu pentru în din la pe un o se îmi mă pot poate vreau am \
        fac dacă bună mulțumesc",
    ),
    (
        Turkish,
        "ve veya ama nasıl ne zaman nerede neden niçin hangi kim ben sen biz benim bir bu şu için ile değil var yok mı mi mu mü istiyorum yapabilirim \
        merhaba teşekkürler lütfen",
    ),
    (
        Polish,
        "i lub ale jest są był jak co kiedy gdzie dlaczego który która kto ja ty my mój moja moje nie z ze do na w we od dla po przez się czy mogę \
        może chcę mam jeśli cześć dziękuję proszę to",
    ),
    (
        Czech,
        "a nebo ale je jsou byl jak co kdy kde proč který která kdo já ty my můj moje ne s se z ze do na v ve od po přes mohu může chci mám pokud \
        ahoj děkuji prosím to si jsem",
    ),
];

impl Language {
    /// Its stemmer, where there is one.
    pub const fn algorithm(self) -> Option<Algorithm> {
        Some(match self {
            English => Algorithm::English,
            German => Algorithm::German,
            French => Algorithm::French,
            Spanish => Algorithm::Spanish,
            Italian => Algorithm::Italian,
            Portuguese => Algorithm::Portuguese,
            Dutch => Algorithm::Dutch,
            Swedish => Algorithm::Swedish,
            Danish => Algorithm::Danish,
            Norwegian => Algorithm::Norwegian,
            Finnish => Algorithm::Finnish,
            Hungarian => Algorithm::Hungarian,
            Romanian => Algorithm::Romanian,
            Turkish => Algorithm::Turkish,
            Russian => Algorithm::Russian,
            Greek => Algorithm::Greek,
            Polish | Czech | Other => return None,
        })
    }

    /// The first part of its tag, as browsers name it; nothing where it isn't known which it is.
    pub const fn tag(self) -> Option<&'static str> {
        Some(match self {
            English => "en",
            German => "de",
            French => "fr",
            Spanish => "es",
            Italian => "it",
            Portuguese => "pt",
            Dutch => "nl",
            Swedish => "sv",
            Danish => "da",
            Norwegian => "nb",
            Finnish => "fi",
            Hungarian => "hu",
            Romanian => "ro",
            Turkish => "tr",
            Polish => "pl",
            Czech => "cs",
            Russian => "ru",
            Greek => "el",
            Other => return None,
        })
    }

    /// Its small words; none where we have no list.
    pub fn small_words(self) -> impl Iterator<Item = &'static str> {
        SMALL.iter().filter(move |(language, _)| *language == self).flat_map(|(_, words)| words.split_ascii_whitespace())
    }

    /// Whether the model reads it: all-MiniLM-L6-v2 knows English.
    pub fn has_meaning(self) -> bool {
        self == English
    }
}

/// The language of a message, where it is clear enough. One word alone proves nothing ("Plus account" isn't French), unless it is
/// English or has a letter that English lacks.
pub fn language(text: &str) -> Option<Language> {
    let words = tokens(text);
    let told = script(text).or_else(|| told(&words, 0.9, 1.25))?;
    let mut proofs: Vec<&String> = words.iter().filter(|word| told.small_words().any(|small| small == *word)).collect();
    proofs.sort_unstable();
    proofs.dedup();
    let is_proven = matches!(told, English | Russian | Greek | Other) || proofs.len() > 1 || proofs.iter().any(|word| !word.is_ascii());
    is_proven.then_some(told)
}

/// The language of a page; a page of names and code tells none.
pub fn language_of_page(text: &str) -> Option<Language> {
    script(text).or_else(|| told(&tokens(text), 2.0, 1.5))
}

/// The languages that each small word belongs to.
static LANGUAGES: LazyLock<HashMap<&str, Vec<Language>>> = LazyLock::new(|| {
    let mut all: HashMap<&str, Vec<Language>> = HashMap::new();
    for (language, words) in SMALL {
        for word in words.split_ascii_whitespace() {
            let known = all.entry(word).or_default();
            if !known.contains(&language) {
                known.push(language);
            }
        }
    }
    all
});

/// The language that scores at least so much, and so many times as much as any other. A word that few languages have tells more.
fn told(words: &[String], least: f32, ahead: f32) -> Option<Language> {
    let mut scores = SMALL.map(|(language, _)| (0.0, language));
    for languages in words.iter().take(150).filter_map(|word| LANGUAGES.get(word.as_str())) {
        let told = scores.iter_mut().filter(|(_, language)| languages.contains(language));
        told.for_each(|(score, _)| *score += 1.0 / languages.len() as f32);
    }
    scores.sort_by(|a, b| b.0.total_cmp(&a.0));
    let [(best, language), (second, _), ..] = scores;
    (best >= least && best >= ahead * second).then_some(language)
}

/// The language that a script alone tells.
fn script(text: &str) -> Option<Language> {
    let letters = || text.chars().filter(|c| c.is_alphabetic()).take(2_000);
    let n = letters().count();
    let share = |range: std::ops::RangeInclusive<char>| 2 * letters().filter(|c| range.contains(c)).count() > n;
    match () {
        () if n == 0 => None,
        () if share('\u{0400}'..='\u{052F}') => Some(Russian),
        () if share('\u{0370}'..='\u{03FF}') => Some(Greek),
        () if 2 * letters().filter(|c| *c > '\u{058F}' && !('\u{1E00}'..='\u{1FFF}').contains(c)).count() > n => Some(Other),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_told_by_its_small_words() {
        for (text, told) in [
            ("how do I cancel my plan", Some(English)),
            ("cancel plan", None),
            ("Wie kann ich mein Abo kündigen?", Some(German)),
            ("und für Excel?", Some(German)),
            ("Comment puis-je annuler mon abonnement ?", Some(French)),
            ("¿Cómo puedo cancelar mi suscripción?", Some(Spanish)),
            ("Come posso annullare il mio abbonamento?", Some(Italian)),
            ("Como posso cancelar a minha assinatura?", Some(Portuguese)),
            ("Hoe kan ik mijn abonnement opzeggen?", Some(Dutch)),
            ("Hur kan jag avsluta min prenumeration?", Some(Swedish)),
            ("Hvordan kan jeg opsige mit abonnement, hvad koster det?", Some(Danish)),
            ("Jak mogę anulować moją subskrypcję?", Some(Polish)),
            ("Как отменить подписку?", Some(Russian)),
            ("サブスクリプションを解約するには?", Some(Other)),
            ("Aboneliğimi nasıl iptal edebilirim?", Some(Turkish)),
            ("CSV import", None),
            ("switch to Pro account", None),
            ("Plus account", None),
            ("", None),
            ("hi, where in the settings is the timezone, the one of my account?", Some(English)),
            ("what does die mean in the error 'der server die'", Some(English)),
        ] {
            assert_eq!(language(text), told, "{text}");
        }
    }
}
