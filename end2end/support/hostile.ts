/** What people type who mean harm, or merely type. */
export const HOSTILE: Record<string, string> = {
  "a picture that runs a script": '<img src=x onerror="alert(1)">',
  "a script": "</textarea></script><script>alert(2)</script>",
  "a link that runs a script": "[press me](javascript:alert(3)) javascript:alert(3)",
  "a drawing that runs a script": '<svg onload=alert(4)><a href="javascript:alert(4)">x</a></svg>',
  "a word of ninety letters": "Donaudampfschifffahrt".repeat(5).slice(0, 90),
  Arabic: "مرحبا، لدي استوديو صغير لليوغا في روتردام",
  "emoji alone": "👩‍💻🎉❤️",
  "a template": "{{7+7}} ${7+7} <%= 7+7 %>",
};

export const NAME = '<img src=x onerror="alert(5)"> "Bobby" & Co';
export const TOO_LONG = "x".repeat(8_001);
