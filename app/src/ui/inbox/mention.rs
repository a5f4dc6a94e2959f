//! Calling colleagues in a note.

use crate::domain::case::lower;
use crate::domain::person::Agent;

/// Whom `text` calls: each member whose name stands in it after an at sign, the longest name first.
pub fn mentioned(members: &[Agent], text: &str) -> Vec<Agent> {
    let mut by_length: Vec<&Agent> = members.iter().collect();
    by_length.sort_by_key(|it| std::cmp::Reverse(it.name.as_str().len()));
    let mut rest = text.to_owned();
    let mut found = Vec::new();
    for member in by_length {
        let call = format!("@{}", member.name.as_str());
        if rest.contains(&call) {
            // "@Ana" isn't called by "@Ana Ortiz".
            rest = rest.replace(&call, " ");
            found.push(member.clone());
        }
    }
    found
}

/// How well a member fits what was typed after the at sign: less is better; nothing where they don't.
pub fn fits(member: &Agent, typed: &str) -> Option<u8> {
    let (name, typed) = (lower(member.name.as_str()), lower(typed));
    if name.starts_with(&typed) {
        return Some(0);
    }
    name.split_whitespace().any(|word| word.starts_with(&typed)).then_some(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{id::AccountId, text::Name};

    fn member(id: &str, name: &str) -> Agent {
        Agent { id: AccountId::parse(id).expect("an id"), name: Name::parse(name).expect("a name") }
    }

    #[test]
    fn who_is_called_is_found_by_the_whole_name() {
        let members = [member("ana1", "Ana"), member("ana2", "Ana Ortiz"), member("ben1", "Ben")];
        let called = |text: &str| mentioned(&members, text).into_iter().map(|it| String::from(it.id)).collect::<Vec<_>>();
        assert_eq!(called("@Ana Ortiz, look"), ["ana2"]);
        assert_eq!(called("@Ben and @Ana and @Ana Ortiz"), ["ana2", "ana1", "ben1"]);
        assert!(called("Ana, ben@example.com").is_empty());
    }

    #[test]
    fn a_name_is_found_by_the_start_of_each_of_its_words() {
        let ana = member("ana2", "Ana Ortiz");
        assert_eq!(["an", "ort", "", "iz"].map(|typed| fits(&ana, typed)), [Some(0), Some(1), Some(0), None]);
    }
}
