/* liftday-week, built by script/card from 5d2655bc46783702fcdb29e44f4bc4a1628da275a2cb58cb1d45a3bf92dfaf43 */
/**
 * @license
 * Copyright 2019 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */var H=globalThis,z=H.ShadowRoot&&(H.ShadyCSS===void 0||H.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,B=Symbol(),de=new WeakMap,C=class{constructor(e,t,s){if(this._$cssResult$=!0,s!==B)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,t=this.t;if(z&&e===void 0){let s=t!==void 0&&t.length===1;s&&(e=de.get(t)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),s&&de.set(t,e))}return e}toString(){return this.cssText}},le=n=>new C(typeof n=="string"?n:n+"",void 0,B),q=(n,...e)=>{let t=n.length===1?n[0]:e.reduce((s,i,a)=>s+(r=>{if(r._$cssResult$===!0)return r.cssText;if(typeof r=="number")return r;throw Error("Value passed to 'css' function must be a 'css' function result: "+r+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(i)+n[a+1],n[0]);return new C(t,n,B)},ce=(n,e)=>{if(z)n.adoptedStyleSheets=e.map(t=>t instanceof CSSStyleSheet?t:t.styleSheet);else for(let t of e){let s=document.createElement("style"),i=H.litNonce;i!==void 0&&s.setAttribute("nonce",i),s.textContent=t.cssText,n.appendChild(s)}},K=z?n=>n:n=>n instanceof CSSStyleSheet?(e=>{let t="";for(let s of e.cssRules)t+=s.cssText;return le(t)})(n):n;/**
 * @license
 * Copyright 2017 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */var{is:Ue,defineProperty:We,getOwnPropertyDescriptor:Ie,getOwnPropertyNames:je,getOwnPropertySymbols:Ve,getPrototypeOf:Fe}=Object,O=globalThis,he=O.trustedTypes,Be=he?he.emptyScript:"",qe=O.reactiveElementPolyfillSupport,T=(n,e)=>n,Z={toAttribute(n,e){switch(e){case Boolean:n=n?Be:null;break;case Object:case Array:n=n==null?n:JSON.stringify(n)}return n},fromAttribute(n,e){let t=n;switch(e){case Boolean:t=n!==null;break;case Number:t=n===null?null:Number(n);break;case Object:case Array:try{t=JSON.parse(n)}catch{t=null}}return t}},ue=(n,e)=>!Ue(n,e),pe={attribute:!0,type:String,converter:Z,reflect:!1,useDefault:!1,hasChanged:ue};Symbol.metadata??=Symbol("metadata"),O.litPropertyMetadata??=new WeakMap;var m=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=pe){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let s=Symbol(),i=this.getPropertyDescriptor(e,s,t);i!==void 0&&We(this.prototype,e,i)}}static getPropertyDescriptor(e,t,s){let{get:i,set:a}=Ie(this.prototype,e)??{get(){return this[t]},set(r){this[t]=r}};return{get:i,set(r){let d=i?.call(this);a?.call(this,r),this.requestUpdate(e,d,s)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??pe}static _$Ei(){if(this.hasOwnProperty(T("elementProperties")))return;let e=Fe(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(T("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(T("properties"))){let t=this.properties,s=[...je(t),...Ve(t)];for(let i of s)this.createProperty(i,t[i])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[s,i]of t)this.elementProperties.set(s,i)}this._$Eh=new Map;for(let[t,s]of this.elementProperties){let i=this._$Eu(t,s);i!==void 0&&this._$Eh.set(i,t)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let s=new Set(e.flat(1/0).reverse());for(let i of s)t.unshift(K(i))}else e!==void 0&&t.push(K(e));return t}static _$Eu(e,t){let s=t.attribute;return s===!1?void 0:typeof s=="string"?s:typeof e=="string"?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,t=this.constructor.elementProperties;for(let s of t.keys())this.hasOwnProperty(s)&&(e.set(s,this[s]),delete this[s]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return ce(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,s){this._$AK(e,s)}_$ET(e,t){let s=this.constructor.elementProperties.get(e),i=this.constructor._$Eu(e,s);if(i!==void 0&&s.reflect===!0){let a=(s.converter?.toAttribute!==void 0?s.converter:Z).toAttribute(t,s.type);this._$Em=e,a==null?this.removeAttribute(i):this.setAttribute(i,a),this._$Em=null}}_$AK(e,t){let s=this.constructor,i=s._$Eh.get(e);if(i!==void 0&&this._$Em!==i){let a=s.getPropertyOptions(i),r=typeof a.converter=="function"?{fromAttribute:a.converter}:a.converter?.fromAttribute!==void 0?a.converter:Z;this._$Em=i;let d=r.fromAttribute(t,a.type);this[i]=d??this._$Ej?.get(i)??d,this._$Em=null}}requestUpdate(e,t,s,i=!1,a){if(e!==void 0){let r=this.constructor;if(i===!1&&(a=this[e]),s??=r.getPropertyOptions(e),!((s.hasChanged??ue)(a,t)||s.useDefault&&s.reflect&&a===this._$Ej?.get(e)&&!this.hasAttribute(r._$Eu(e,s))))return;this.C(e,t,s)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(e,t,{useDefault:s,reflect:i,wrapped:a},r){s&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,r??t??this[e]),a!==!0||r!==void 0)||(this._$AL.has(e)||(this.hasUpdated||s||(t=void 0),this._$AL.set(e,t)),i===!0&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(t){Promise.reject(t)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[i,a]of this._$Ep)this[i]=a;this._$Ep=void 0}let s=this.constructor.elementProperties;if(s.size>0)for(let[i,a]of s){let{wrapped:r}=a,d=this[i];r!==!0||this._$AL.has(i)||d===void 0||this.C(i,void 0,a,d)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(s=>s.hostUpdate?.()),this.update(t)):this._$EM()}catch(s){throw e=!1,this._$EM(),s}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(t=>t.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(t=>this._$ET(t,this[t])),this._$EM()}updated(e){}firstUpdated(e){}};m.elementStyles=[],m.shadowRootOptions={mode:"open"},m[T("elementProperties")]=new Map,m[T("finalized")]=new Map,qe?.({ReactiveElement:m}),(O.reactiveElementVersions??=[]).push("2.1.2");/**
 * @license
 * Copyright 2017 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */var te=globalThis,fe=n=>n,U=te.trustedTypes,me=U?U.createPolicy("lit-html",{createHTML:n=>n}):void 0,xe="$lit$",y=`lit$${Math.random().toFixed(9).slice(2)}$`,be="?"+y,Ke=`<${be}>`,b=document,D=()=>b.createComment(""),L=n=>n===null||typeof n!="object"&&typeof n!="function",se=Array.isArray,Ze=n=>se(n)||typeof n?.[Symbol.iterator]=="function",G=`[ 	
\f\r]`,P=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,ge=/-->/g,ye=/>/g,$=RegExp(`>|${G}(?:([^\\s"'>=/]+)(${G}*=${G}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),_e=/'/g,ve=/"/g,we=/^(?:script|style|textarea|title)$/i,ie=n=>(e,...t)=>({_$litType$:n,strings:e,values:t}),h=ie(1),pt=ie(2),ut=ie(3),w=Symbol.for("lit-noChange"),l=Symbol.for("lit-nothing"),$e=new WeakMap,x=b.createTreeWalker(b,129);function ke(n,e){if(!se(n)||!n.hasOwnProperty("raw"))throw Error("invalid template strings array");return me!==void 0?me.createHTML(e):e}var Ge=(n,e)=>{let t=n.length-1,s=[],i,a=e===2?"<svg>":e===3?"<math>":"",r=P;for(let d=0;d<t;d++){let o=n[d],c,u,p=-1,f=0;for(;f<o.length&&(r.lastIndex=f,u=r.exec(o),u!==null);)f=r.lastIndex,r===P?u[1]==="!--"?r=ge:u[1]!==void 0?r=ye:u[2]!==void 0?(we.test(u[2])&&(i=RegExp("</"+u[2],"g")),r=$):u[3]!==void 0&&(r=$):r===$?u[0]===">"?(r=i??P,p=-1):u[1]===void 0?p=-2:(p=r.lastIndex-u[2].length,c=u[1],r=u[3]===void 0?$:u[3]==='"'?ve:_e):r===ve||r===_e?r=$:r===ge||r===ye?r=P:(r=$,i=void 0);let g=r===$&&n[d+1].startsWith("/>")?" ":"";a+=r===P?o+Ke:p>=0?(s.push(c),o.slice(0,p)+xe+o.slice(p)+y+g):o+y+(p===-2?d:g)}return[ke(n,a+(n[t]||"<?>")+(e===2?"</svg>":e===3?"</math>":"")),s]},R=class n{constructor({strings:e,_$litType$:t},s){let i;this.parts=[];let a=0,r=0,d=e.length-1,o=this.parts,[c,u]=Ge(e,t);if(this.el=n.createElement(c,s),x.currentNode=this.el.content,t===2||t===3){let p=this.el.content.firstChild;p.replaceWith(...p.childNodes)}for(;(i=x.nextNode())!==null&&o.length<d;){if(i.nodeType===1){if(i.hasAttributes())for(let p of i.getAttributeNames())if(p.endsWith(xe)){let f=u[r++],g=i.getAttribute(p).split(y),M=/([.?@])?(.*)/.exec(f);o.push({type:1,index:a,name:M[2],strings:g,ctor:M[1]==="."?Y:M[1]==="?"?J:M[1]==="@"?X:A}),i.removeAttribute(p)}else p.startsWith(y)&&(o.push({type:6,index:a}),i.removeAttribute(p));if(we.test(i.tagName)){let p=i.textContent.split(y),f=p.length-1;if(f>0){i.textContent=U?U.emptyScript:"";for(let g=0;g<f;g++)i.append(p[g],D()),x.nextNode(),o.push({type:2,index:++a});i.append(p[f],D())}}}else if(i.nodeType===8)if(i.data===be)o.push({type:2,index:a});else{let p=-1;for(;(p=i.data.indexOf(y,p+1))!==-1;)o.push({type:7,index:a}),p+=y.length-1}a++}}static createElement(e,t){let s=b.createElement("template");return s.innerHTML=e,s}};function S(n,e,t=n,s){if(e===w)return e;let i=s!==void 0?t._$Co?.[s]:t._$Cl,a=L(e)?void 0:e._$litDirective$;return i?.constructor!==a&&(i?._$AO?.(!1),a===void 0?i=void 0:(i=new a(n),i._$AT(n,t,s)),s!==void 0?(t._$Co??=[])[s]=i:t._$Cl=i),i!==void 0&&(e=S(n,i._$AS(n,e.values),i,s)),e}var Q=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:s}=this._$AD,i=(e?.creationScope??b).importNode(t,!0);x.currentNode=i;let a=x.nextNode(),r=0,d=0,o=s[0];for(;o!==void 0;){if(r===o.index){let c;o.type===2?c=new N(a,a.nextSibling,this,e):o.type===1?c=new o.ctor(a,o.name,o.strings,this,e):o.type===6&&(c=new ee(a,this,e)),this._$AV.push(c),o=s[++d]}r!==o?.index&&(a=x.nextNode(),r++)}return x.currentNode=b,i}p(e){let t=0;for(let s of this._$AV)s!==void 0&&(s.strings!==void 0?(s._$AI(e,s,t),t+=s.strings.length-2):s._$AI(e[t])),t++}},N=class n{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,s,i){this.type=2,this._$AH=l,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=s,this.options=i,this._$Cv=i?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=S(this,e,t),L(e)?e===l||e==null||e===""?(this._$AH!==l&&this._$AR(),this._$AH=l):e!==this._$AH&&e!==w&&this._(e):e._$litType$!==void 0?this.$(e):e.nodeType!==void 0?this.T(e):Ze(e)?this.k(e):this._(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==l&&L(this._$AH)?this._$AA.nextSibling.data=e:this.T(b.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:s}=e,i=typeof s=="number"?this._$AC(e):(s.el===void 0&&(s.el=R.createElement(ke(s.h,s.h[0]),this.options)),s);if(this._$AH?._$AD===i)this._$AH.p(t);else{let a=new Q(i,this),r=a.u(this.options);a.p(t),this.T(r),this._$AH=a}}_$AC(e){let t=$e.get(e.strings);return t===void 0&&$e.set(e.strings,t=new R(e)),t}k(e){se(this._$AH)||(this._$AH=[],this._$AR());let t=this._$AH,s,i=0;for(let a of e)i===t.length?t.push(s=new n(this.O(D()),this.O(D()),this,this.options)):s=t[i],s._$AI(a),i++;i<t.length&&(this._$AR(s&&s._$AB.nextSibling,i),t.length=i)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let s=fe(e).nextSibling;fe(e).remove(),e=s}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},A=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,s,i,a){this.type=1,this._$AH=l,this._$AN=void 0,this.element=e,this.name=t,this._$AM=i,this.options=a,s.length>2||s[0]!==""||s[1]!==""?(this._$AH=Array(s.length-1).fill(new String),this.strings=s):this._$AH=l}_$AI(e,t=this,s,i){let a=this.strings,r=!1;if(a===void 0)e=S(this,e,t,0),r=!L(e)||e!==this._$AH&&e!==w,r&&(this._$AH=e);else{let d=e,o,c;for(e=a[0],o=0;o<a.length-1;o++)c=S(this,d[s+o],t,o),c===w&&(c=this._$AH[o]),r||=!L(c)||c!==this._$AH[o],c===l?e=l:e!==l&&(e+=(c??"")+a[o+1]),this._$AH[o]=c}r&&!i&&this.j(e)}j(e){e===l?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??"")}},Y=class extends A{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===l?void 0:e}},J=class extends A{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==l)}},X=class extends A{constructor(e,t,s,i,a){super(e,t,s,i,a),this.type=5}_$AI(e,t=this){if((e=S(this,e,t,0)??l)===w)return;let s=this._$AH,i=e===l&&s!==l||e.capture!==s.capture||e.once!==s.once||e.passive!==s.passive,a=e!==l&&(s===l||i);i&&this.element.removeEventListener(this.name,this,s),a&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},ee=class{constructor(e,t,s){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=s}get _$AU(){return this._$AM._$AU}_$AI(e){S(this,e)}};var Qe=te.litHtmlPolyfillSupport;Qe?.(R,N),(te.litHtmlVersions??=[]).push("3.3.3");var Se=(n,e,t)=>{let s=t?.renderBefore??e,i=s._$litPart$;if(i===void 0){let a=t?.renderBefore??null;s._$litPart$=i=new N(e.insertBefore(D(),a),a,void 0,t??{})}return i._$AI(n),i};/**
 * @license
 * Copyright 2017 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */var ne=globalThis,_=class extends m{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=Se(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return w}};_._$litElement$=!0,_.finalized=!0,ne.litElementHydrateSupport?.({LitElement:_});var Ye=ne.litElementPolyfillSupport;Ye?.({LitElement:_});(ne.litElementVersions??=[]).push("4.2.2");/**
 * @license
 * Copyright 2022 Google LLC
 * SPDX-License-Identifier: BSD-3-Clause
 */var W=class{constructor(e,t){this.heard=e;this.refused=t}heard;refused;connection;entity;leave;timer;tries=0;turn=0;follow(e,t){this.connection===e&&this.entity===t||(this.stop(),this.connection=e,this.entity=t,e.addEventListener("ready",this.again),this.subscribe())}stop(){this.turn++,this.tries=0,window.clearTimeout(this.timer),this.connection?.removeEventListener("ready",this.again),Promise.resolve(this.leave?.()).catch(()=>{}),this.connection=this.entity=this.leave=void 0}again=()=>{window.clearTimeout(this.timer),this.leave=void 0,this.subscribe()};subscribe(){let{connection:e,entity:t}=this;if(!e||!t)return;let s=++this.turn,i=a=>s===this.turn&&this.heard(a);e.subscribeMessage(i,{type:"liftday/subscribe",entity_id:t},{resubscribe:!1}).then(a=>{if(s!==this.turn)return a();this.leave=a,this.tries=0}).catch(a=>{if(s!==this.turn)return;let r=Math.min(3e4,1e3*2**this.tries++);this.tries>2&&this.refused(a.message??String(a)),this.timer=window.setTimeout(this.again,r)})}};function I(n){return Object.entries(n.entities??{}).filter(([e,t])=>e.startsWith("calendar.")&&t?.platform==="liftday"&&t.translation_key!=="runs").map(([e])=>e)}var Ae=q`
  :host {
    --liftday-hard: var(--red-color, #c0392b);
    --liftday-easy: var(--green-color, #2e7d32);
    --liftday-long: var(--purple-color, #6a3fa0);
    --liftday-race: var(--deep-orange-color, #a8330c);
    --liftday-calm: var(--secondary-text-color, #4d5156);
    --liftday-shade: color-mix(in srgb, var(--primary-text-color, #212121) 5%, transparent);
    --liftday-lift: var(--primary-color, #0b6bcb);
    display: block;
    height: 100%;
  }
  ha-card {
    display: block;
    height: 100%;
    box-sizing: border-box;
    padding: 16px;
    container-type: inline-size;
    overflow: hidden;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 4px 12px;
    margin-bottom: 12px;
  }
  h2 {
    font-size: var(--ha-font-size-xl, 1.25rem);
    font-weight: 500;
    margin: 0;
  }
  .advice {
    margin: 0;
    color: var(--primary-text-color);
    flex: 1 1 16em;
  }
  .notice {
    margin: 0 0 12px;
    padding: 8px 12px;
    border-radius: 8px;
    border: 1px solid var(--warning-color, #b26a00);
  }
  h3 {
    font-size: 0.875rem;
    font-weight: 500;
    color: var(--secondary-text-color);
    margin: 12px 0 4px;
  }
  ol {
    list-style: none;
    margin: 0;
    padding: 0;
    display: grid;
    gap: 6px;
    grid-template-columns: repeat(7, minmax(0, 1fr));
  }
  .day {
    all: unset;
    box-sizing: border-box;
    width: 100%;
    height: 100%;
    min-height: 112px;
    display: flex;
    flex-direction: column;
    gap: 6px;
    padding: 8px;
    border-radius: 12px;
    border: 1px solid var(--divider-color, #dadce0);
    cursor: pointer;
    overflow-wrap: anywhere;
    hyphens: auto;
  }
  .day:hover,
  .day[aria-expanded="true"] {
    background: var(--liftday-shade);
  }
  .day:focus-visible,
  .actions button:focus-visible,
  .close:focus-visible {
    outline: 2px solid var(--primary-color, #0b6bcb);
    outline-offset: 2px;
  }
  .day.today {
    border: 2px solid var(--primary-color, #0b6bcb);
    padding: 7px;
  }
  .date {
    display: flex;
    gap: 0.35em;
    justify-content: space-between;
    font-size: 0.8125rem;
    color: var(--secondary-text-color);
  }
  .date b {
    font-weight: 500;
    color: var(--primary-text-color);
  }
  .today .date {
    font-weight: 600;
    color: var(--primary-text-color);
  }
  .effort {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    align-self: start;
    gap: 0 4px;
    padding: 2px 8px 2px 5px;
    border-radius: 12px;
    border: 1px solid transparent;
    font-size: 0.8125rem;
    line-height: 1.35;
    color: var(--primary-text-color);
    background: color-mix(in srgb, var(--tone) 18%, transparent);
    --mdc-icon-size: 16px;
    --ha-icon-display: inline-flex;
  }
  .effort ha-icon {
    color: var(--tone);
  }
  .effort .length {
    font-size: 0.75rem;
  }
  .effort.expected {
    background: none;
    border: 1px dashed color-mix(in srgb, var(--tone) 70%, transparent);
  }
  .effort.rest,
  .effort.unknown {
    background: none;
    border-color: transparent;
    padding-inline: 0;
    color: var(--secondary-text-color);
  }
  .effort.race:not(.expected) {
    background: color-mix(in srgb, var(--tone) 28%, transparent);
  }
  .hard { --tone: var(--liftday-hard); }
  .easy { --tone: var(--liftday-easy); }
  .long { --tone: var(--liftday-long); }
  .race { --tone: var(--liftday-race); }
  .rest, .uncertain, .unknown, .legend { --tone: var(--liftday-calm); }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .lifts {
    margin-top: auto;
    display: flex;
    flex-direction: column;
    gap: 4px;
  }
  .session {
    display: flex;
    gap: 6px;
    align-items: start;
    padding: 5px 6px;
    border-radius: 8px;
    background: color-mix(in srgb, var(--liftday-lift) 16%, transparent);
    border-inline-start: 3px solid var(--liftday-lift);
    font-size: 0.8125rem;
    line-height: 1.3;
    --mdc-icon-size: 16px;
  }
  .session ha-icon {
    color: var(--liftday-lift);
    flex: none;
  }
  .session.done {
    background: color-mix(in srgb, var(--liftday-easy) 16%, transparent);
    border-color: var(--liftday-easy);
  }
  .session.done ha-icon {
    color: var(--liftday-easy);
  }
  .session strong {
    font-weight: 600;
  }
  .clock {
    white-space: nowrap;
  }
  .state,
  .moved,
  .gone {
    display: block;
    font-size: 0.75rem;
  }
  .gone {
    color: var(--secondary-text-color);
  }
  .legend {
    display: flex;
    justify-content: end;
    margin: 12px 0 0;
  }
  .legend .effort {
    padding: 0 8px;
    color: var(--secondary-text-color);
    font-size: 0.75rem;
  }
  .details {
    margin-top: 12px;
    padding: 12px;
    border-radius: 10px;
    background: var(--liftday-shade);
    color: var(--primary-text-color);
    position: relative;
  }
  .details h4 {
    margin: 0 40px 8px 0;
    font-size: 1rem;
    font-weight: 500;
  }
  .details h5 {
    margin: 12px 0 4px;
    font-size: 0.8125rem;
    font-weight: 500;
    color: var(--secondary-text-color);
  }
  .details p,
  .details ul {
    margin: 0;
  }
  .details ul {
    padding-inline-start: 20px;
  }
  .details .changed {
    margin-top: 6px;
    color: var(--secondary-text-color);
  }
  .close {
    all: unset;
    position: absolute;
    inset-inline-end: 4px;
    top: 4px;
    min-width: 44px;
    min-height: 44px;
    display: grid;
    place-items: center;
    cursor: pointer;
    border-radius: 22px;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-top: 12px;
  }
  .actions button {
    font: inherit;
    font-weight: 500;
    color: var(--primary-text-color);
    background: var(--card-background-color, #fff);
    border: 1px solid var(--liftday-lift);
    border-radius: 22px;
    min-height: 44px;
    padding: 0 18px;
    cursor: pointer;
  }
  .actions button:hover {
    background: color-mix(in srgb, var(--liftday-lift) 14%, var(--card-background-color, #fff));
  }
  .actions button[data-verb="done"] {
    background: color-mix(in srgb, var(--liftday-lift) 24%, var(--card-background-color, #fff));
  }
  .actions button[disabled] {
    opacity: 0.5;
    cursor: default;
  }
  .failed {
    margin-top: 8px;
    color: var(--error-color, #b3261e);
  }
  @container (max-width: 620px) {
    ol {
      grid-template-columns: minmax(0, 1fr);
      gap: 4px;
    }
    .day {
      min-height: 48px;
      display: grid;
      grid-template-columns: 3.7rem 7.6rem minmax(0, 1fr);
      align-items: center;
      gap: 6px;
    }
    .date {
      justify-content: start;
    }
    .effort {
      align-self: center;
      justify-self: start;
    }
    .lifts {
      margin-top: 0;
    }
  }
  @container (max-width: 300px) {
    .day {
      grid-template-columns: 3.7rem minmax(0, 1fr);
    }
    .lifts {
      grid-column: 2;
    }
  }
  @container (max-width: 900px) {
    .session.planned ha-icon {
      display: none;
    }
  }
  @container (min-width: 800px) {
    .exercises {
      columns: 2;
    }
  }
  @container (min-width: 1000px) {
    .day {
      min-height: 136px;
      padding: 10px;
    }
    .day.today {
      padding: 9px;
    }
  }
  @container (min-width: 1400px) {
    .day {
      min-height: 168px;
    }
    .date, .effort, .session, .advice {
      font-size: 1.0625rem;
    }
    .effort .length, .state, .moved, .gone {
      font-size: 0.9375rem;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    .day {
      transition: background-color 120ms ease-out;
    }
  }
`;var Ee={hard:"Hart",easy:"Locker",long:"Lang",race:"Wettkampf",uncertain:"Unklar",rest:"Kein Lauf",unknown:"Unbekannt",expected:"erwartet",strength:"Kraft",today:"Heute",thisWeek:"Diese Woche",nextWeek:"N\xE4chste Woche",movedFrom:"verschoben von {day}",movedTo:"verschoben auf {day}",done:"Erledigt",pushBack:"Verschieben",skip:"Auslassen",undo:"Zur\xFCcknehmen",pinned:"fest",isDone:"erledigt",why:"Warum",whyNot:"Warum hier keine Einheit steht",exercises:"Was zu tun ist",minutes:"{n} min",close:"Schlie\xDFen",stale:"Die Daten sind alt, deshalb wartet der Plan.",paused:"Der Plan ruht.",unavailable:"Liftday antwortet nicht; das ist der letzte Plan.",waiting:"Der Plan kommt gleich \u2026",noEntity:"W\xE4hle in den Einstellungen der Karte einen Kalender von Liftday.",failed:"Das ging nicht: {reason}",cardName:"Liftday-Woche",cardDescription:"Vierzehn Tage: L\xE4ufe, Krafteinheiten und warum.",dashboardName:"Liftday",dashboardDescription:"L\xE4ufe und Kraft f\xFCr alle im Haus.",entity:"Kalender der Person",title:"Titel",weeks:"Wochen",nothing:"Noch spricht nichts f\xFCr oder gegen diesen Tag."};var ae={hard:"Hard",easy:"Easy",long:"Long",race:"Race",uncertain:"Unclear",rest:"No run",unknown:"Unknown",expected:"expected",strength:"Strength",today:"Today",thisWeek:"This week",nextWeek:"Next week",movedFrom:"moved from {day}",movedTo:"moved to {day}",done:"Done",pushBack:"Push back",skip:"Skip",undo:"Undo",pinned:"pinned",isDone:"done",why:"Why",whyNot:"Why no session here",exercises:"What to do",minutes:"{n} min",close:"Close",stale:"The data are old, so the plan waits.",paused:"The plan is paused.",unavailable:"Liftday does not answer; this is the last plan it sent.",waiting:"Waiting for the plan \u2026",noEntity:"Choose a Liftday calendar in the card's settings.",failed:"That did not work: {reason}",cardName:"Liftday week",cardDescription:"Fourteen days: runs, strength sessions, and why.",dashboardName:"Liftday",dashboardDescription:"Runs and strength of every athlete.",entity:"Athlete's calendar",title:"Title",weeks:"Weeks",nothing:"Nothing speaks for or against this day yet."};var Ce={hard:"Duro",easy:"Suave",long:"Largo",race:"Carrera",uncertain:"Dudoso",rest:"Sin correr",unknown:"Desconocido",expected:"previsto",strength:"Fuerza",today:"Hoy",thisWeek:"Esta semana",nextWeek:"Pr\xF3xima semana",movedFrom:"movida desde {day}",movedTo:"movida a {day}",done:"Hecha",pushBack:"Aplazar",skip:"Omitir",undo:"Deshacer",pinned:"fijada",isDone:"hecha",why:"Por qu\xE9",whyNot:"Por qu\xE9 no hay sesi\xF3n aqu\xED",exercises:"Qu\xE9 hacer",minutes:"{n} min",close:"Cerrar",stale:"Los datos son antiguos; el plan espera.",paused:"El plan est\xE1 en pausa.",unavailable:"Liftday no responde; este es su \xFAltimo plan.",waiting:"El plan est\xE1 en camino \u2026",noEntity:"Elige un calendario de Liftday en los ajustes de la tarjeta.",failed:"No ha funcionado: {reason}",cardName:"Semana Liftday",cardDescription:"Catorce d\xEDas: carreras, sesiones de fuerza y por qu\xE9.",dashboardName:"Liftday",dashboardDescription:"Correr y fuerza para toda la casa.",entity:"Calendario de la persona",title:"T\xEDtulo",weeks:"Semanas",nothing:"Nada habla a\xFAn a favor o en contra de este d\xEDa."};var Te={hard:"Dur",easy:"Facile",long:"Long",race:"Course",uncertain:"Incertain",rest:"Pas de course",unknown:"Inconnu",expected:"pr\xE9vu",strength:"Muscu",today:"Aujourd\u2019hui",thisWeek:"Cette semaine",nextWeek:"Semaine prochaine",movedFrom:"d\xE9plac\xE9e de {day}",movedTo:"d\xE9plac\xE9e \xE0 {day}",done:"Fait",pushBack:"Repousser",skip:"Passer",undo:"Annuler",pinned:"fix\xE9e",isDone:"faite",why:"Pourquoi",whyNot:"Pourquoi pas de s\xE9ance ici",exercises:"Au programme",minutes:"{n} min",close:"Fermer",stale:"Les donn\xE9es sont anciennes, le plan attend.",paused:"Le plan est en pause.",unavailable:"Liftday ne r\xE9pond pas ; voici son dernier plan.",waiting:"Le plan arrive \u2026",noEntity:"Choisissez un calendrier Liftday dans les r\xE9glages de la carte.",failed:"Cela n\u2019a pas march\xE9 : {reason}",cardName:"Semaine Liftday",cardDescription:"Quatorze jours : courses, s\xE9ances de muscu, et pourquoi.",dashboardName:"Liftday",dashboardDescription:"Course et muscu pour toute la maison.",entity:"Calendrier de la personne",title:"Titre",weeks:"Semaines",nothing:"Rien ne plaide encore pour ou contre ce jour."};var Pe={hard:"Duro",easy:"Facile",long:"Lungo",race:"Gara",uncertain:"Incerto",rest:"Niente corsa",unknown:"Sconosciuto",expected:"previsto",strength:"Forza",today:"Oggi",thisWeek:"Questa settimana",nextWeek:"Settimana prossima",movedFrom:"spostata da {day}",movedTo:"spostata a {day}",done:"Fatta",pushBack:"Rimanda",skip:"Salta",undo:"Annulla",pinned:"fissata",isDone:"fatta",why:"Perch\xE9",whyNot:"Perch\xE9 qui non c\u2019\xE8 una seduta",exercises:"Cosa fare",minutes:"{n} min",close:"Chiudi",stale:"I dati sono vecchi, perci\xF2 il piano aspetta.",paused:"Il piano \xE8 in pausa.",unavailable:"Liftday non risponde; questo \xE8 il suo ultimo piano.",waiting:"Il piano sta arrivando \u2026",noEntity:"Scegli un calendario Liftday nelle impostazioni della scheda.",failed:"Non ha funzionato: {reason}",cardName:"Settimana Liftday",cardDescription:"Quattordici giorni: corse, sedute di forza e perch\xE9.",dashboardName:"Liftday",dashboardDescription:"Corsa e forza per tutta la casa.",entity:"Calendario della persona",title:"Titolo",weeks:"Settimane",nothing:"Ancora niente parla a favore o contro questo giorno."};var De={hard:"Zwaar",easy:"Rustig",long:"Lang",race:"Wedstrijd",uncertain:"Onduidelijk",rest:"Geen loop",unknown:"Onbekend",expected:"verwacht",strength:"Kracht",today:"Vandaag",thisWeek:"Deze week",nextWeek:"Volgende week",movedFrom:"verzet van {day}",movedTo:"verzet naar {day}",done:"Gedaan",pushBack:"Uitstellen",skip:"Overslaan",undo:"Ongedaan maken",pinned:"vast",isDone:"gedaan",why:"Waarom",whyNot:"Waarom hier geen training staat",exercises:"Wat te doen",minutes:"{n} min",close:"Sluiten",stale:"De gegevens zijn oud, dus het plan wacht.",paused:"Het plan staat stil.",unavailable:"Liftday antwoordt niet; dit is het laatste plan.",waiting:"Het plan komt eraan \u2026",noEntity:"Kies een Liftday-agenda in de instellingen van de kaart.",failed:"Dat lukte niet: {reason}",cardName:"Liftday-week",cardDescription:"Veertien dagen: lopen, krachttraining en waarom.",dashboardName:"Liftday",dashboardDescription:"Lopen en kracht voor het hele huis.",entity:"Agenda van de persoon",title:"Titel",weeks:"Weken",nothing:"Er spreekt nog niets voor of tegen deze dag."};var Le={de:Ee,en:ae,es:Ce,fr:Te,it:Pe,nl:De};function v(n){return Le[n]??Le[n.split("-")[0]??""]??ae}function k(n,e){return n.replace(/\{(\w+)\}/g,(t,s)=>String(e[s]??t))}var Je=new Set(["planned","locked","done"]);function E(n,e){return new Intl.DateTimeFormat("en-CA",{timeZone:e,year:"numeric",month:"2-digit",day:"2-digit"}).format(new Date(n))}function Re(n,e){let t=n.athlete.time_zone,s=n.sessions.filter(i=>Je.has(i.status));return n.days.slice(0,e*7).map(i=>({day:i,isToday:i.date===n.today,isPast:i.date<n.today,sessions:s.filter(a=>E(a.start,t)===i.date),left:s.filter(a=>a.original_date===i.date&&E(a.start,t)!==i.date),activities:n.activities.filter(a=>a.local_date===i.date)}))}function re(n){return n.status==="planned"||n.status==="locked"}function Ne(n,e){return n.original_date!==E(n.start,e)}function Me(n,e){let t=n.sessions.filter(s=>re(s)).flatMap(s=>s.passed_over.filter(i=>i.date===e).map(i=>i.reason));return[...new Set(t)]}function He(n,e){return n.changes.filter(t=>t.uid===e.uid&&t.change!=="added").at(-1)}var Xe={hard:"mdi:fire",easy:"mdi:leaf",long:"mdi:road-variant",race:"mdi:flag-checkered",uncertain:"mdi:help-circle-outline",rest:"mdi:minus",unknown:"mdi:help"},V=class extends _{static styles=Ae;static properties={hass:{attribute:!1},_config:{state:!0},_week:{state:!0},_open:{state:!0},_busy:{state:!0},_failed:{state:!0},_lost:{state:!0}};_follower=new W(e=>{this._week=e,this._lost=""},e=>this._lost=e);static getStubConfig(e){let t=I(e)[0];return t?{entity:t,weeks:2}:{weeks:2}}static getConfigForm(){let e=document.documentElement.lang||"en",t=v(e);return{schema:[{name:"entity",required:!0,selector:{entity:{filter:{domain:"calendar",integration:"liftday"}}}},{name:"title",selector:{text:{}}},{name:"weeks",selector:{number:{min:1,max:2,mode:"box"}}}],computeLabel:s=>t[s.name]}}setConfig(e){if(e.weeks!==void 0&&e.weeks!==1&&e.weeks!==2)throw new Error("weeks must be 1 or 2");e.entity!==this._config?.entity&&(this._week=this._open=void 0),this._config=e}getCardSize(){return this._weeks===1?4:7}getGridOptions(){return{columns:12,min_columns:6,rows:"auto"}}connectedCallback(){super.connectedCallback(),this._follow()}disconnectedCallback(){super.disconnectedCallback(),this._follower.stop()}updated(e){(e.has("hass")||e.has("_config"))&&this._follow()}get _weeks(){return this._config?.weeks===1?1:2}_follow(){!this.hass||!this.isConnected||(this._config?.entity?this._follower.follow(this.hass.connection,this._config.entity):this._follower.stop())}render(){let e=this.hass?.locale?.language??this.hass?.language??"en",t=v(e);if(!this._config?.entity)return h`<ha-card><p>${t.noEntity}</p></ha-card>`;if(!this._week)return h`<ha-card><p role="status">${this._lost?k(t.failed,{reason:this._lost}):t.waiting}</p></ha-card>`;let{snapshot:s,available:i}=this._week,a=Re(s,this._weeks),r=a.find(d=>d.day.date===this._open);return h`<ha-card>
      <header>
        <h2>${this._config.title||s.athlete.name}</h2>
        <p class="advice">${s.advice.reason}</p>
      </header>
      ${this._notice(s,i)}
      ${[0,1].slice(0,this._weeks).map(d=>{let o=a.slice(d*7,d*7+7);return h`<h3 id="week-${d}">${d===0?t.thisWeek:t.nextWeek}</h3>
          <ol aria-labelledby="week-${d}">
            ${o.map(c=>h`<li>${this._day(c,s,e)}</li>`)}
          </ol>
          ${r&&o.includes(r)?this._details(r,s,e):l}`})}
      ${a.some(d=>d.day.expected)?h`<p class="legend" aria-hidden="true"><span class="effort expected">${t.expected}</span></p>`:l}
    </ha-card>`}_notice(e,t){let s=this._texts,i=t?e.state==="stale"?s.stale:e.state==="paused"?s.paused:"":s.unavailable;return i?h`<p class="notice" role="status">${i}</p>`:l}get _texts(){return v(this.hass?.locale?.language??this.hass?.language??"en")}_day(e,t,s){let i=this._texts,{day:a}=e,r=t.athlete.time_zone,d=i[a.effort],o=a.effort!=="rest"&&a.effort!=="unknown";return h`<button
      type="button"
      class="day ${e.isToday?"today":""} ${e.isPast?"past":""}"
      aria-expanded=${this._open===a.date}
      aria-controls=${this._open===a.date?"details":l}
      aria-current=${e.isToday?"date":l}
      data-date=${a.date}
      @click=${()=>this._toggle(a.date)}
    >
      <span class="date">
        <span>${e.isToday?i.today:j(a.date,s,"short")}</span> <b>${ze(a.date,s)}</b>
      </span>
      <span class="effort ${a.effort} ${a.expected?"expected":""}">
        <ha-icon icon=${Xe[a.effort]??"mdi:help"} aria-hidden="true"></ha-icon>
        <span class="word">${d}</span>
        ${o&&a.run_min?h`<span class="length">${k(i.minutes,{n:Math.round(a.run_min)})}</span>`:l}
        ${a.expected&&o?h`<span class="unseen">(${i.expected})</span>`:l}
      </span>
      <span class="lifts">
        ${e.sessions.map(c=>this._badge(c,r,s))}
        ${e.left.map(c=>h`<span class="gone"
            ><s>${i.strength}</s>
            <span class="moved">↪ ${k(i.movedTo,{day:j(E(c.start,r),s,"short")})}</span></span
          >`)}
      </span>
    </button>`}_badge(e,t,s){let i=this._texts,a=e.status==="done"?"mdi:check-circle":e.status==="locked"?"mdi:pin":"mdi:dumbbell";return h`<span class="session ${e.status}">
      <ha-icon icon=${a} aria-hidden="true"></ha-icon>
      <span>
        <strong>${i.strength} <span class="clock">${this._clock(e,t,s)}</span></strong>
        ${e.status==="done"?h`<span class="state">✓ ${i.isDone}</span>`:l}
        ${e.status==="locked"?h`<span class="state">${i.pinned}</span>`:l}
        ${Ne(e,t)?h`<span class="moved">↪ ${k(i.movedFrom,{day:j(e.original_date,s,"short")})}</span>`:l}
      </span>
    </span>`}_details(e,t,s){let i=this._texts,a=e.sessions.length?[]:Me(t,e.day.date),r=e.day.because.toLowerCase(),d=e.activities.flatMap(o=>o.evidence).filter(o=>!r.includes(o.toLowerCase())).slice(0,3);return h`<section class="details" id="details" role="region" aria-label=${Oe(e.day.date,s)}>
      <h4>${Oe(e.day.date,s)}: ${i[e.day.effort]}</h4>
      <button type="button" class="close" aria-label=${i.close} @click=${()=>this._toggle(e.day.date)}>✕</button>
      <p class="because">${e.day.because||i.nothing}</p>
      ${d.length?h`<ul>${d.map(o=>h`<li>${o}</li>`)}</ul>`:l}
      ${e.left.map(o=>this._changed(o,t,s))}
      ${e.sessions.map(o=>this._session(o,t,s))}
      ${a.length?h`<h5>${i.whyNot}</h5>
            <ul>${a.map(o=>h`<li>${o}</li>`)}</ul>`:l}
      ${this._failed?h`<p class="failed" role="alert">${k(i.failed,{reason:this._failed})}</p>`:l}
    </section>`}_changed(e,t,s){let i=He(t,e);if(!i||i.reason===e.reason)return l;let a=E(i.at,t.athlete.time_zone);return h`<p class="changed">↪ ${j(a,s,"short")} ${ze(a,s)} · ${i.reason}</p>`}_session(e,t,s){let i=this._texts,a=t.athlete.time_zone,r=Math.round((Date.parse(e.end)-Date.parse(e.start))/6e4),d=re(e)?["done","push_back","skip"]:e.status==="done"?["undo"]:[],o={done:i.done,push_back:i.pushBack,skip:i.skip,undo:i.undo};return h`<h5>${i.strength}, ${this._clock(e,a,s)}, ${k(i.minutes,{n:r})}</h5>
      <p><strong>${e.title}</strong></p>
      <p>${e.reason}</p>
      ${this._changed(e,t,s)}
      ${e.exercises.length?h`<h5>${i.exercises}</h5>
            <ul class="exercises">${e.exercises.map(c=>h`<li>${c.name}: ${c.sets} × ${c.reps}</li>`)}</ul>`:l}
      <div class="actions">
        ${d.map(c=>h`<button
            type="button"
            data-verb=${c}
            ?disabled=${this._busy||!this._week?.available}
            @click=${()=>this._say(c,e)}
          >
            ${o[c]}
          </button>`)}
      </div>`}_clock(e,t,s){return et(e.start,t,s,this.hass?.locale?.time_format)}_toggle(e){this._failed="",this._open=this._open===e?void 0:e,this._open||this.renderRoot.querySelector(`[data-date="${e}"]`)?.focus()}async _say(e,t){if(!(!this.hass||!this._week)){this._busy=!0,this._failed="";try{await this.hass.callService("liftday",e,{device_id:this._week.device_id,session:t.uid},void 0,!1)}catch(s){this._failed=s.message??String(s)}finally{this._busy=!1}}}};function oe(n){return new Date(`${n}T00:00:00Z`)}function j(n,e,t){return new Intl.DateTimeFormat(e,{weekday:t,timeZone:"UTC"}).format(oe(n))}function ze(n,e){return new Intl.DateTimeFormat(e,{day:"numeric",timeZone:"UTC"}).format(oe(n))}function Oe(n,e){return new Intl.DateTimeFormat(e,{weekday:"long",day:"numeric",month:"long",timeZone:"UTC"}).format(oe(n))}function et(n,e,t,s){let i=s==="12"?{hour12:!0}:s==="24"?{hour12:!1}:{};return new Intl.DateTimeFormat(t,{hour:"numeric",minute:"2-digit",timeZone:e,...i}).format(new Date(n))}function tt(n,e){let t=n.entities??{},s=t[e]?.device_id,i=new Map;for(let[a,r]of Object.entries(t))r?.platform==="liftday"&&r.device_id===s&&r.translation_key&&i.set(r.translation_key,a);return i}function st(n,e){return(n.devices?.[n.entities?.[e]?.device_id??""]?.name??e).replace(/^Liftday /,"")}var it=["day_advice","next_session","last_run_class","days_since_hard"];async function nt(n){try{let e=await n.connection.sendMessagePromise({type:"recorder/list_statistic_ids",statistic_type:"sum"});return new Map(e.filter(t=>t.source==="liftday").map(t=>[t.name??"",t.statistic_id]))}catch{return new Map}}function at(n,e,t){let s=tt(n,e),i=it.flatMap(o=>s.has(o)?[{type:"tile",entity:s.get(o),name:{type:"entity"}}]:[]),a=s.get("strength_week"),r=st(n,e),d=t.get(`Liftday ${r}: running`);return{title:r,path:e.replace(/^calendar\./,""),icon:"mdi:run-fast",type:"sections",max_columns:3,sections:[{type:"grid",column_span:3,cards:[{type:"custom:liftday-week-card",entity:e,weeks:2,grid_options:{columns:"full"}}]},{type:"grid",cards:[...i,...d?[{type:"statistics-graph",entities:[d],chart_type:"bar",period:"week",days_to_show:90,stat_types:["change"]}]:[]]},{type:"grid",cards:a?[{type:"todo-list",entity:a}]:[]},{type:"grid",cards:[{type:"calendar",entities:[e],initial_view:"listWeek"}]}].filter(o=>o.cards.length)}}var F=class n extends HTMLElement{static drawn=!1;static async generate(e,t){n.drawn=!0;let s=await nt(t);return{views:I(t).map(i=>at(t,i,s))}}static shouldRegenerate(e,t,s){return!n.drawn||t.entities!==s.entities||t.devices!==s.devices}static getCreateSuggestions(e){return{title:v(e.language).dashboardName,icon:"mdi:run-fast"}}};var rt=4e3;function ot(){window.dispatchEvent(new CustomEvent("connection-status",{detail:"connected"}))}if(!customElements.get("liftday-week-card")){customElements.define("liftday-week-card",V),customElements.define("ll-strategy-dashboard-liftday",F),performance.now()>rt&&ot();let n=window,e=v(document.documentElement.lang||navigator.language);(n.customCards??=[]).push({type:"liftday-week-card",name:e.cardName,description:e.cardDescription,preview:!0,getEntitySuggestion:(t,s)=>s.startsWith("calendar.")&&t.entities?.[s]?.platform==="liftday"?{config:{type:"custom:liftday-week-card",entity:s}}:null}),(n.customStrategies??=[]).push({type:"liftday",strategyType:"dashboard",name:e.dashboardName,description:e.dashboardDescription})}
