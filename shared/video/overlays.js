// What stands between a visitor and a page: consent banners, newsletter modals, chat widgets, sticky headers.
// Every function returns plain data. Runs in the page, which may be hostile: nothing it returns is trusted.
(() => {
  const KNOWN = [
    // OneTrust, Cookiebot, Didomi, Usercentrics, Quantcast, TrustArc, Klaro, Complianz, CookieYes, iubenda
    "#onetrust-accept-btn-handler", "#accept-recommended-btn-handler",
    "#CybotCookiebotDialogBodyLevelButtonLevelOptinAllowAll", "#CybotCookiebotDialogBodyButtonAccept",
    "#didomi-notice-agree-button", "[data-testid='uc-accept-all-button']", "#uc-btn-accept-banner",
    ".qc-cmp2-summary-buttons button[mode='primary']", "#truste-consent-button", ".trustarc-agree-btn",
    ".klaro .cm-btn-success", ".klaro .cm-btn-accept-all", ".cmplz-accept", "[data-cky-tag='accept-button']",
    ".cky-btn-accept", ".iubenda-cs-accept-btn",
    // Osano, Cookie Consent, Termly, Borlabs, Cookie Notice, Cookie Law Info, Real Cookie Banner, Axeptio, Sirdata
    ".osano-cm-accept-all", ".cc-allow", ".cc-dismiss", ".cc-btn.cc-accept-all", "[data-tid='banner-accept']",
    "#BorlabsCookieBtn", "._brlbs-btn-accept-all", ".brlbs-btn-accept-all", "[data-borlabs-cookie-accept-all]", "#cn-accept-cookie", ".cn-set-cookie", "#cookie_action_close_header",
    "#wt-cli-accept-all-btn", ".rcb-btn-accept-all", "#axeptio_btn_acceptAll", ".sd-cmp-btn-accept",
    // Shopify, Wix, Squarespace, HubSpot, Tealium, Crownpeak, Consentmanager, Civic, CookieFirst, Cookie-Script, Piwik, Google
    "#shopify-pc__banner__btn-accept", "[data-hook='ccsu-banner-accept-all']", ".sqs-cookie-banner-v2-accept",
    "#hs-eu-confirmation-button", "#consent_prompt_submit", "#_evidon-accept-button", ".cmpboxbtnyes", "#ccc-recommended-settings",
    "[data-cookiefirst-action='accept']", "#cookiescript_accept", ".ppms_cm_agree-to-all", ".fc-cta-consent", "#L2AGLb",
    // Sourcepoint, Usercentrics' newer dialog, Ketch, Transcend, Secure Privacy, Enzuzo, Pandectes, Admiral, Cookie Information, tarteaucitron, Termageddon
    "button.sp_choice_type_11", "[data-testid='uc-accept-all-button']", "#uc-center-container [data-testid*='accept']", "#accept[data-action-type='accept']",
    "#ketch-banner-button-primary", "#coiPage-1 .coi-banner__accept", ".coi-banner__accept", "#tarteaucitronPersonalize2", "#tarteaucitronAllAllowed",
    ".cc-btn-accept-all", ".pandectes .cc-allow", "#usercentrics-accept-all", "#popin_tc_privacy_button_2", ".moove-gdpr-infobar-allow-all", "#moove_gdpr_cookie_modal .moove-gdpr-modal-allow-all",
    ".avia-cookie-close-bar", "#catapultCookie", ".eupopup-button_1", ".js-cookie-consent-agree", ".cookie-consent__agree", ".cookiealert .acceptcookies", "#gdpr-cookie-accept", "#ez-accept-all",
  ];
  const ACCEPT = new RegExp("^(" + [
    "(i )?accept( and (close|continue))?", "(i )?accept( all)?( cookies)?", "allow( all)?( cookies)?", "(i )?agree( and continue| to all)?",
    "(yes,? )?i('| a|’)?m (over|at least|of legal|18|21|a resident).{0,24}", "yes,? i am( over)?.{0,16}", "(yes,? )?enter( the)?( site| website| store| shop)?", "over (18|21)", "accept (all )?(&|and) (close|continue|proceed)", "allow (all|selection|cookies)", "consent( to all)?", "save and accept", "accept recommended( settings)?", "accept all cookies( &.{0,12})?", "stay on this (site|page)", "continue to (the )?site", "alle auswählen.{0,24}", "ich bin (über|mindestens|18).{0,16}", "j['’]ai plus de (18|21).{0,8}", "sí,? soy mayor.{0,12}",
    "ok(ay)?", "got it!?", "i understand", "understood", "continue", "sounds good", "that's (ok|fine)", "yes,? i agree", "enable all",
    "(alle[sn]? )?(cookies )?(akzeptieren|annehmen|zulassen)( (&|und) schlie(ß|ss)en)?", "alle(n)? zustimmen", "zustimmen( und weiter)?", "einverstanden", "ich (stimme zu|akzeptiere)( alle[sn]?)?", "verstanden",
    "(tout |j'|j’)?accepte(r)?( tout| et (fermer|continuer)| les cookies)?", "tout accepter", "d['’]accord", "j['’]ai compris", "autoriser( tout| tous les cookies)?",
    "aceptar( todo| todas| todas las cookies| y cerrar| cookies)?", "acepto", "permitir( todas?)?", "de acuerdo", "entendido", "vale",
    "accett[ao]( tutto| tutti( i cookie)?| e chiudi| i cookie)?", "consenti( tutti)?", "ho capito", "va bene",
    "aceitar( tudo| todos| todos os cookies| cookies)?", "aceito", "concordo", "entendi", "permitir todos os cookies",
    "(alle(s)? )?(cookies )?(accepteren|toestaan)", "(ik ga )?akkoord", "begrepen",
    "(godkänn|acceptera|tillåt)( alla)?( cookies| kakor)?", "jag förstår", "(godta|aksepter|tillat)( alle)?", "(accepter|tillad)( alle)?( cookies)?", "hyväksy( kaikki)?( evästeet)?",
    "(akceptuj|zaakceptuj|akceptuję)( wszystkie)?( pliki cookie)?", "zgadzam się", "zgoda", "rozumiem", "przejdź do serwisu",
    "(přijmout|povolit|přijímám)( vše| všechny)?( cookies)?", "souhlasím", "rozumím", "(prijať|súhlasím)( všetky)?", "elfogad(om)?( mindent)?", "(összes )?elfogadása", "rendben", "accept(ă|a)( toate)?( tot)?", "sunt de acord",
    "(приемам|приеми|принять|принимаю|согласен|согласна|хорошо|понятно)( все| всички)?( cookies| куки)?", "(прийняти|погоджуюсь|приймаю)( все| всі)?",
    "αποδοχή( όλων)?", "συμφωνώ", "(tümünü )?kabul (et|ediyorum)", "anladım", "tamam",
    "同意(する|して閉じる)?", "すべて(許可|同意|受け入れる)", "接受(全部|所有)?", "全部接受", "我知道了", "知道了", "确定", "동의( ?합니다)?", "모두 (수락|허용)", "확인",
    "קבל( הכל)?", "אני מסכים", "אישור", "قبول( الكل)?", "موافق", "أوافق", "(chấp nhận|đồng ý)( tất cả)?", "(setuju|terima)( semua)?", "ยอมรับ(ทั้งหมด)?", "स्वीकार( करें)?",
  ].join("|") + ")$", "i");
  const CLOSE = new RegExp("^(" + [
    "[×✕✖✗⨉xX]", "close( (dialog|modal|popup|this|window|banner|menu))?", "dismiss", "no,? thanks?( you)?", "not now", "maybe later", "later", "skip", "decline", "reject( all)?", "no",
    "schlie(ß|ss)en", "nein,? danke", "später", "ablehnen", "fermer", "non,? merci", "plus tard", "refuser( tout)?", "continuer sans accepter", "cerrar", "no,? gracias", "ahora no", "rechazar( todo)?",
    "chiudi", "no,? grazie", "rifiuta( tutto)?", "fechar", "não,? obrigad[oa]", "agora não", "sluiten", "nee,? (bedankt|dank je)", "stäng", "nej,? tack", "lukk", "luk", "nei,? takk", "sulje",
    "zamknij", "nie,? dziękuję", "zavřít", "ne,? děkuji", "zatvoriť", "bezár(ás)?", "închide", "затвори", "закрыть", "нет,? спасибо", "закрити", "κλείσιμο", "kapat", "閉じる", "关闭", "關閉", "닫기", "סגור", "إغلاق", "đóng", "tutup", "ปิด",
  ].join("|") + ")$", "i");
  const CONSENT = /cookie|consent|gdpr|ccpa|privacy|datenschutz|rgpd|confidentialit|privacidad|tracking technolog|クッキー|隐私|쿠키|файл(ы|ов) cookie|kakor|evästeet|çerez/i;
  const OVERLAY = /cookie|consent|gdpr|ccpa|cmp|privacy|modal|popup|pop-up|newsletter|subscribe|overlay|lightbox|dialog|interstitial|banner|notice|drawer|optin/i;
  const CHAT = [
    "#intercom-container", ".intercom-lightweight-app", "#drift-widget-container", "#drift-frame-controller", "#hubspot-messages-iframe-container",
    "iframe[title*='chat' i]", "[id^='tawk']", ".crisp-client", "#launcher", "#webWidget", "#fc_frame", "#tidio-chat", "#chat-widget-container", "#beacon-container", "#olark-wrapper", ".fb_dialog", "#livechat-compact-container", "df-messenger", "#smartsupp-widget-container", "#gorgias-chat-container", ".zsiq_floatmain",
    "#chatra", ".chatra--side-bottom", "#jivo-iframe-container", "jdiv", "#freshworks-container", "#gorgias-chat-messenger", ".widget-visible iframe", "#podium-widget", "#podium-bubble", "iframe#kommunicate-widget-iframe", "#chatbase-bubble-button", "#chatbase-bubble-window",
    "#wa-widget, .wa__btn_popup, .joinchat, .qlwapp, .nta_whatsapp_popup, [class*='whatsapp' i][class*='float' i]", ".acsb-trigger, #userwayAccessibilityIcon, .uwy, #accessibilityWidget, .asw-menu-btn, #enable-toolbar-trigger",
    ".trustpilot-widget[data-floating], .grecaptcha-badge, #hs-web-interactives-floating-container, .userlike-container, [id^='userlike'], [id^='brevo-conversations'], #sib-conversations", "chat-widget, zapier-interfaces-chatbot-embed, elevenlabs-convai",
  ];

  const all = (selector, root = document) => {
    const found = [...root.querySelectorAll(selector)];
    for (const host of root.querySelectorAll("*")) if (host.shadowRoot) found.push(...all(selector, host.shadowRoot));
    return found;
  };
  const seen = (e) => { const b = e.getBoundingClientRect(); return b.width > 1 && b.height > 1 && getComputedStyle(e).visibility !== "hidden"; };
  const label = (e) => (e.innerText || e.value || e.getAttribute("aria-label") || e.title || "").replace(/\s+/g, " ").trim();
  const parent = (e) => e.parentElement || (e.getRootNode() instanceof ShadowRoot ? e.getRootNode().host : null);
  const floats = (e) => {  // does it lie over the page, rather than in it?
    for (let at = e; at && at !== document.body; at = parent(at)) {
      const style = getComputedStyle(at);
      if (style.position === "fixed" || style.position === "sticky" || at.matches("dialog[open],[role=dialog],[role=alertdialog],[aria-modal=true]")) return true;
      if (style.position === "absolute" && +style.zIndex > 99 && OVERLAY.test(at.id + " " + at.className)) return true;
    }
    return false;
  };
  const named = (e) => { for (let at = e, i = 0; at && i < 12; at = parent(at), i++) if (OVERLAY.test(at.id + " " + (at.className.baseVal ?? at.className))) return true; return false; };
  const topmost = (e) => { let found = e; for (let at = e; at && at !== document.body; at = parent(at)) { const p = getComputedStyle(at).position; if (p === "fixed" || p === "absolute") found = at; } return found; };
  const saysConsent = (e) => { const box = topmost(e); const text = box.innerText || ""; return text.length < 3000 && CONSENT.test(text) && !box.closest("footer"); };
  const stays = (e) => { const link = e.closest("a"); const href = link && (link.getAttribute("href") || ""); return !link || href === "" || href.startsWith("#") || /^javascript:/i.test(href); };
  const press = (e, why, done) => { if (!e.isConnected || !seen(e) || !stays(e)) return false; try { e.click(); } catch { return false; } done.push(why.slice(0, 60)); return true; };

  // A page that is nothing but the question: no picture of the site is to be had before it is answered.
  const words = () => (document.body?.innerText || "").replace(/\s+/g, " ").trim();
  const isWall = () => {
    const text = words();
    return text.length < 4000 && (/(^|[.\-\/])(consent|guce|privacy|cookiewall|privacy-?gate)[.\-\/]/i.test(location.host + location.pathname)
      || ((text.match(new RegExp(CONSENT, "gi")) || []).length >= 3 && document.links.length < 12 && text.length < 2500));
  };

  // Click away what can be clicked away; in a frame of a consent service everything counts as overlay.
  window.__leadreelDismiss = (inFrame) => {
    const done = [];
    const wall = inFrame || isWall();
    for (const selector of KNOWN) for (const e of all(selector)) if (seen(e)) press(e, selector, done);
    const buttons = all("button,[role=button],a,input[type=button],input[type=submit]").filter(seen).slice(0, 3000);
    for (const e of buttons) {
      const text = label(e);
      if (!text || text.length > 40 || !(ACCEPT.test(text) || CLOSE.test(text) || CLOSE.test((e.getAttribute("aria-label") || "").trim()))) continue;
      const asks = ACCEPT.test(text) && !CLOSE.test(text) && topmost(e).querySelector("input[type=email],input[type=tel],input[type=text],input:not([type])");
      if (asks) continue;  // a newsletter's form: only its way out is taken
      if (wall && ACCEPT.test(text)) { press(e, text, done); if (!inFrame) return done; }
      else if (inFrame) continue;
      else if (floats(e) && (named(e) || e.closest("dialog,[role=dialog],[role=alertdialog],[aria-modal=true]") || saysConsent(e))) press(e, text, done);
    }
    const closers = all("[class*=close i],[id*=close i],[aria-label*=close i],[data-dismiss],[data-action=close]").filter(seen);
    if (!inFrame) for (const e of closers.slice(0, 200)) {
      const box = e.getBoundingClientRect();
      if (box.width < 90 && box.height < 90 && floats(e) && named(e) && !e.closest("header,nav")) press(e, "close button", done);
    }
    return done;
  };

  // Sites put pictures and films that do not move behind their page: those are the page.
  const isBackdrop = (e, z) => z <= 0 && (e.matches("video,img,canvas,picture") || !(e.innerText || "").trim()) && !!document.elementsFromPoint(innerWidth / 2, innerHeight / 2).find((x) => x !== e && !e.contains(x) && !x.contains(e));

  // Hide what is left lying over a large part of the window, and let the page scroll again.
  window.__leadreelClear = () => {
    const done = [];
    const hide = (e, why) => { e.style.setProperty("display", "none", "important"); done.push(why); };
    for (const selector of CHAT) for (const e of all(selector)) hide(e, "chat widget");
    for (const e of all("dialog[open]")) { try { e.close(); } catch { hide(e, "dialog"); } }
    const area = innerWidth * innerHeight;
    for (const e of all("*")) {
      const style = getComputedStyle(e);
      if (style.position !== "fixed" || style.display === "none") continue;
      const b = e.getBoundingClientRect();
      const seenPart = Math.max(0, Math.min(b.right, innerWidth) - Math.max(b.left, 0)) * Math.max(0, Math.min(b.bottom, innerHeight) - Math.max(b.top, 0));
      const holdsPage = e.querySelectorAll("*").length > document.body.querySelectorAll("*").length * 0.6;
      if (holdsPage) continue;
      const z = style.zIndex === "auto" ? 0 : +style.zIndex;
      if (seenPart / area > 0.3 && z >= 0 && !isBackdrop(e, z)) hide(e, "overlay over " + Math.round(100 * seenPart / area) + " %");
      else if (seenPart / area > 0.01 && (named(e) || e.matches("[role=dialog],[role=alertdialog]")) && CONSENT.test((e.innerText || "").slice(0, 3000) + e.id) && !e.querySelector("nav")) hide(e, "consent banner left over");
    }
    for (const e of [document.documentElement, document.body]) {
      e.style.setProperty("overflow", "visible", "important");
      if (getComputedStyle(e).position === "fixed") e.style.setProperty("position", "static", "important");
      e.style.setProperty("filter", "none", "important");
    }
    return done;
  };

  // What kind of page this is.
  window.__leadreelSense = () => {
    const text = words(), title = document.title || "", head = (title + " " + (document.querySelector("h1")?.innerText || "")).slice(0, 300);
    const short = text.length < 1500;
    const pictures = [...document.images].filter((i) => i.naturalWidth > 60).length + document.querySelectorAll("video,canvas,svg").length;
    return {
      title: title.slice(0, 300),
      robots: short && (/just a moment|attention required|access (to this page has been )?denied|verify(ing)? (you are|you're) (a )?human|are you (a )?(robot|human)|checking your browser|ddos.guard|pardon our interruption|security check|human verification|bot verification|un momento|nur einen moment/i.test(head)
        || !!document.querySelector("#challenge-form,#challenge-running,#cf-challenge-running,#px-captcha,iframe[src*='captcha-delivery'],iframe[src*='challenges.cloudflare'],#sec-overlay,.amzn-captcha-verify-button")),
      parked: text.length < 3000 && /(domain|name) (is |may be |could be )?(for sale|available|parked)|buy this domain|inquire about this domain|domain (has )?expired|this (web)?site is (under construction|coming soon|not (yet )?(published|available))|default web ?page|apache2? (ubuntu |debian )?default page|welcome to nginx|it works!|account (has been )?suspended|index of \/|site not published|future home of/i.test(head + " " + text),
      missing: text.length < 4000 && /\b404\b|page (not found|doesn.t exist|can.?t be found|does not exist)|not found|seite nicht gefunden|page introuvable|página no encontrada|pagina non trovata/i.test(head),
      sparse: text.length < 20 && pictures === 0,
      consent: isWall() || all("*").some((e) => {
        const style = getComputedStyle(e);
        if (style.position !== "fixed" && !e.matches("dialog[open],[role=dialog],[role=alertdialog],[aria-modal=true]")) return false;
        const b = e.getBoundingClientRect();
        return b.width * b.height > innerWidth * innerHeight * 0.04 && seen(e) && CONSENT.test((e.innerText || "").slice(0, 2000)) && !e.querySelector("nav,main");
      }),
    };
  };

  // Headers that follow the visitor would stand in the middle of a long picture: they stay where they begin.
  window.__leadreelUnstick = () => {
    for (const e of all("*")) {
      const style = getComputedStyle(e);
      if (style.position === "sticky") e.style.setProperty("position", "static", "important");
      if (style.position !== "fixed") continue;
      const b = e.getBoundingClientRect();
      if (b.top <= innerHeight / 3) e.style.setProperty("position", "absolute", "important");
      else e.style.setProperty("display", "none", "important");
    }
  };

  // Bring in what loads when it is scrolled to, then go back to the top.
  window.__leadreelScroll = async (most, budget) => {
    const end = performance.now() + budget;
    for (const e of document.querySelectorAll("img[loading=lazy],iframe[loading=lazy]")) e.loading = "eager";
    const height = () => Math.min(most, document.documentElement.scrollHeight);
    for (let y = 0; y < height() && performance.now() < end; y += Math.round(innerHeight * 0.8)) {
      scrollTo({ top: y, behavior: "instant" });
      await new Promise((go) => setTimeout(go, 30));
    }
    const left = Math.max(50, end - performance.now());
    const images = [...document.images].filter((i) => i.getBoundingClientRect().top + scrollY < most && !i.complete);
    await Promise.race([Promise.all(images.map((i) => i.decode().catch(() => 0))), new Promise((go) => setTimeout(go, left))]);
    scrollTo({ top: 0, behavior: "instant" });
    return Math.round(document.documentElement.scrollHeight);
  };
})();
