import { say } from "../sentence.ts";
import type { Language } from "./mail-texts.ts";

export const ar: Language = ({ plural }) => ({
  direction: "rtl",
  confirm: {
    subject: (title) => say`يرجى التأكيد: أخبروني عند توفر ${title}`,
    heading: "يرجى تأكيد طلبك",
    body: (title, shop) =>
      say`طلبت من ${shop} إخبارك عندما يتوفر ${title} من جديد. أكّد أن هذا العنوان لك، وسنكتب إليك مرة واحدة عند توفره.`,
    button: "نعم، أخبروني",
    validity: (hours) =>
      say`الرابط صالح لمدة ${plural(hours, {
        one: "ساعة واحدة",
        two: "ساعتين",
        few: "# ساعات",
        many: "# ساعة",
        other: "# ساعة",
      })}.`,
    ignore: "لم تطلب ذلك؟ لا داعي لفعل أي شيء: دون تأكيدك لن تصلك أي رسالة أخرى.",
  },
  back: {
    subject: (title) => say`متوفر من جديد: ${title}`,
    heading: "متوفر من جديد",
    body: (title, shop) => say`يمكن الآن شراء ${title} من ${shop} من جديد. لقد طلبت منا إخبارك بذلك.`,
    hurry: "لا يمكننا حجز قطعة لك: البيع مستمر حتى نفاد الكمية.",
    button: "عرض في المتجر",
    reason: "وصلتك هذه الرسالة الوحيدة لأنك طلبتها، وبها ينتهي طلبك.",
    unsubscribe: "إلغاء الاشتراك",
  },
  crossings: {
    subjectOfOne: (what, title) => say`${[what]}: ${title}`,
    subject: (count, shop) =>
      say`${plural(count, {
        zero: "لا تنبيهات للمخزون",
        one: "تنبيه واحد للمخزون",
        two: "تنبيهان للمخزون",
        few: "# تنبيهات للمخزون",
        many: "# تنبيهًا للمخزون",
        other: "# تنبيه للمخزون",
      })} – ${shop}`,
    heading: (count) =>
      plural(count, {
        one: "المخزون ينفد",
        two: "المخزون ينفد: تنبيهان",
        few: "المخزون ينفد: # تنبيهات",
        many: "المخزون ينفد: # تنبيهًا",
        other: "المخزون ينفد: # تنبيه",
      }),
    soldOut: "نفدت الكمية",
    below: "أقل من الحد الأدنى",
  },
  digest: {
    subject: (count, shop) =>
      say`مخزون منخفض اليوم: ${plural(count, {
        one: "صنف واحد",
        two: "صنفان",
        few: "# أصناف",
        many: "# صنفًا",
        other: "# صنف",
      })} – ${shop}`,
    heading: "مخزون منخفض",
    body: (count, date) =>
      say`في ${[date]}، ${plural(count, {
        one: "صنف واحد",
        two: "صنفان",
        few: "# أصناف",
        many: "# صنفًا",
        other: "# صنف",
      })} عند الحد الأدنى أو دونه.`,
  },
  table: {
    product: "المنتج",
    level: "المخزون",
    minimum: "الحد الأدنى",
    channel: (name) => say`القناة ${name}`,
    sku: (sku) => say`الرمز ${sku}`,
    more: (count) =>
      plural(count, {
        one: "وواحد آخر.",
        two: "واثنان آخران.",
        few: "و# أخرى.",
        many: "و# آخر.",
        other: "و# آخر.",
      }),
  },
  endpoint: {
    subject: (shop) => say`تم إيقاف خطاف ويب – ${shop}`,
    heading: "تم إيقاف خطاف ويب",
    gone: (url) => say`أجابت نقطة النهاية ${url} بأنها لم تعد موجودة (410). لن يُرسل إليها أي شيء بعد الآن.`,
    failing: (url) => say`منذ أيام لم ينجح أي إرسال إلى نقطة النهاية ${url}. لن يُرسل إليها أي شيء بعد الآن.`,
    since: (moment) => say`بدأ الفشل في ${moment}.`,
    advice: "عندما تجيب من جديد، فعّلها ثم أعد إرسال ما فاتها.",
    id: (webhook) => say`خطاف الويب ${webhook}`,
  },
  ownerReason: "يصل هذا العنوان تنبيهات المخزون بحسب إعدادات المتجر.",
});
